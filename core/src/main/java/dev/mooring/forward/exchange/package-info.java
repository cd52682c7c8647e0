/// Forwards as other tools and people write them down.
@NullMarked
package dev.mooring.forward.exchange;

import org.jspecify.annotations.NullMarked;
