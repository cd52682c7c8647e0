@NullMarked
package dev.mooring.platform;

import org.jspecify.annotations.NullMarked;
