/// The port-forward end of the API server: SPDY/3.1 frames, plain or inside a WebSocket.
@NullMarked
package dev.mooring.practice.tunnel;

import org.jspecify.annotations.NullMarked;
