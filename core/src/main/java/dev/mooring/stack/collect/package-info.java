@NullMarked
package dev.mooring.stack.collect;

import org.jspecify.annotations.NullMarked;
