@NullMarked
package dev.mooring;

import org.jspecify.annotations.NullMarked;
