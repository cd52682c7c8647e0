/// What program files say of themselves: their sections, and how Go built them.
@NullMarked
package dev.mooring.registry.program;

import org.jspecify.annotations.NullMarked;
