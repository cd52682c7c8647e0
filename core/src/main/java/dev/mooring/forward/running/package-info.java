/// Forwards that listen, and the list of them.
@NullMarked
package dev.mooring.forward.running;

import org.jspecify.annotations.NullMarked;
