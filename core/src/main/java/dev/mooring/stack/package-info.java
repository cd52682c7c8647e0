@NullMarked
package dev.mooring.stack;

import org.jspecify.annotations.NullMarked;
