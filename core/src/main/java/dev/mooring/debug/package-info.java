@NullMarked
package dev.mooring.debug;

import org.jspecify.annotations.NullMarked;
