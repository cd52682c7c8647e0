@NullMarked
package dev.mooring.engine;

import org.jspecify.annotations.NullMarked;
