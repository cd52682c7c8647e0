/// Whether anybody is still there: the API server, and the way to a pod.
@NullMarked
package dev.mooring.tunnel.liveness;

import org.jspecify.annotations.NullMarked;
