/// Many streams into a pod on one connection (SPDY/3.1), and the connections into one pod.
@NullMarked
package dev.mooring.tunnel.spdy;

import org.jspecify.annotations.NullMarked;
