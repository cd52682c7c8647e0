/// The client's side of WebSocket (RFC 6455).
@NullMarked
package dev.mooring.tunnel.websocket;

import org.jspecify.annotations.NullMarked;
