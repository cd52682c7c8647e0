@NullMarked
package dev.mooring.tunnel;

import org.jspecify.annotations.NullMarked;
