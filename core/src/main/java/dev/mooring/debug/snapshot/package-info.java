/// Snapshots of programs: a core file that Delve wrote, what was read from it while its pod was
/// there, and the private directory that keeps both.
@NullMarked
package dev.mooring.debug.snapshot;

import org.jspecify.annotations.NullMarked;
