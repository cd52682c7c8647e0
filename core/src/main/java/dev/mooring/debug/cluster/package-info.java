/// Puts the parts together for a cluster.
@NullMarked
package dev.mooring.debug.cluster;

import org.jspecify.annotations.NullMarked;
