@NullMarked
package dev.mooring.practice;

import org.jspecify.annotations.NullMarked;
