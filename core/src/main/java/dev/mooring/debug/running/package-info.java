/// Debuggers that a container runs already: a file for each kind.
@NullMarked
package dev.mooring.debug.running;

import org.jspecify.annotations.NullMarked;
