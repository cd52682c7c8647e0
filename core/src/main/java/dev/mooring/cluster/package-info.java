@NullMarked
package dev.mooring.cluster;

import org.jspecify.annotations.NullMarked;
