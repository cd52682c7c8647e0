/// The pods behind a target: which there are, which of them is tried, and why none can be reached.
@NullMarked
package dev.mooring.forward.reach;

import org.jspecify.annotations.NullMarked;
