/// The container that is debugged, as its pod tells of it: which one is meant, what its user
/// may do, and what its program file says.
@NullMarked
package dev.mooring.debug.subject;

import org.jspecify.annotations.NullMarked;
