/// Leads to a debugger that a container runs already.
@NullMarked
package dev.mooring.debug.forwarded;

import org.jspecify.annotations.NullMarked;
