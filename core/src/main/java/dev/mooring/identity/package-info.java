@NullMarked
package dev.mooring.identity;

import org.jspecify.annotations.NullMarked;
