/// Starts the program once more, under a debugger, in a pod beside the original: a file for each
/// runtime.
@NullMarked
package dev.mooring.debug.copy;

import org.jspecify.annotations.NullMarked;
