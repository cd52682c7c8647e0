@NullMarked
package dev.mooring.forward;

import org.jspecify.annotations.NullMarked;
