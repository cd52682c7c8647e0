@NullMarked
package dev.mooring.cluster.fabric8;

import org.jspecify.annotations.NullMarked;
