/// Connections to the API server, and the request that turns one into something else.
@NullMarked
package dev.mooring.tunnel.connection;

import org.jspecify.annotations.NullMarked;
