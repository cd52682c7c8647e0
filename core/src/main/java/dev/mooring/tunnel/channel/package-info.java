/// One stream on a WebSocket of its own (`v4.channel.k8s.io`): a port, or a process.
@NullMarked
package dev.mooring.tunnel.channel;

import org.jspecify.annotations.NullMarked;
