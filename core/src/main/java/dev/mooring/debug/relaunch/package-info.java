/// Starts a workload anew under a debugger, and restores it.
@NullMarked
package dev.mooring.debug.relaunch;

import org.jspecify.annotations.NullMarked;
