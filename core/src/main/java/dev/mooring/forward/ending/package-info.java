/// Tells the end of an answer from the loss of one.
@NullMarked
package dev.mooring.forward.ending;

import org.jspecify.annotations.NullMarked;
