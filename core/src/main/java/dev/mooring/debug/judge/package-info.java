/// What stands in the way of debugging, and the first way that works.
@NullMarked
package dev.mooring.debug.judge;

import org.jspecify.annotations.NullMarked;
