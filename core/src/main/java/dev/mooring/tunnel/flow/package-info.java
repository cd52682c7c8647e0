/// Bytes on their way through a connection: queues with their bounds, and what the end of a stream
/// means.
@NullMarked
package dev.mooring.tunnel.flow;

import org.jspecify.annotations.NullMarked;
