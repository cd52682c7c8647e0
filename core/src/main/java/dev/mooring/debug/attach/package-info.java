/// Attaches to a running program, without a restart.
@NullMarked
package dev.mooring.debug.attach;

import org.jspecify.annotations.NullMarked;
