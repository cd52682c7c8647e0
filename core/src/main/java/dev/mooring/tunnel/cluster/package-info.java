/// Puts the parts together for a cluster, in whichever way its API server speaks.
@NullMarked
package dev.mooring.tunnel.cluster;

import org.jspecify.annotations.NullMarked;
