@NullMarked
package dev.mooring.job;

import org.jspecify.annotations.NullMarked;
