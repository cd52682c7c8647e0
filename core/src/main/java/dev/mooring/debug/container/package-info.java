/// The debug container beside the target: its image, what runs in it, and what that sees.
@NullMarked
package dev.mooring.debug.container;

import org.jspecify.annotations.NullMarked;
