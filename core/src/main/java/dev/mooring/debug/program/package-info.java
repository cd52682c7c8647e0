/// What a container runs, found out before anything is changed.
@NullMarked
package dev.mooring.debug.program;

import org.jspecify.annotations.NullMarked;
