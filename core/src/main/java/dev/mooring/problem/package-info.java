@NullMarked
package dev.mooring.problem;

import org.jspecify.annotations.NullMarked;
