package dev.mooring.tunnel.cluster;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.tunnel.RefusedException;
import dev.mooring.tunnel.connection.Wire;
import dev.mooring.tunnel.spdy.PlainWire;
import dev.mooring.tunnel.websocket.WebSocketHandshake;
import dev.mooring.tunnel.websocket.WebSocketWire;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Finds the best [Dialect] that server and path take, once, and remembers it.
///
/// Only an answer about the form of a request leads to the next dialect: a missing pod or right is
/// the same in all of them. Thread-safe.
final class Negotiation {
  private final ApiEndpoint endpoint;
  private final Duration limit;
  private volatile Dialect dialect;

  /// @param first the dialect to begin with; those before it are never tried
  Negotiation(ApiEndpoint endpoint, Duration limit, Dialect first) {
    this.endpoint = endpoint;
    this.limit = limit;
    this.dialect = first;
  }

  Dialect dialect() {
    return dialect;
  }

  /// A connection that many streams into a pod can share.
  ///
  /// @throws NoTunnelException when server or path take neither form of SPDY
  Wire tunnel(String path, Duration limit) throws IOException, InterruptedException {
    RefusedException first = null;
    if (dialect == Dialect.TUNNEL) {
      try {
        return WebSocketHandshake.open(endpoint, path, Dialect.TUNNEL.protocol(), limit);
      } catch (RefusedException refused) {
        if (!isAboutTheForm(refused)) {
          throw refused;
        }
        first = refused;
      }
    }
    try {
      Wire wire = PlainWire.open(endpoint, path, Dialect.SPDY.protocol(), limit);
      remember(Dialect.SPDY, first);
      return wire;
    } catch (RefusedException refused) {
      if (!isAboutTheForm(refused)) {
        throw refused;
      }
      throw new NoTunnelException(first == null ? refused : first);
    } catch (EOFException silent) {
      // Proxies drop what they do not know. The server itself was heard a moment ago.
      if (first == null) {
        throw silent;
      }
      throw new NoTunnelException(first);
    }
  }

  /// A connection for one stream to one port, where there is no tunnel to be had.
  ///
  /// @param refusal what the tunnel was refused with
  WebSocketWire channels(String path, int port, RefusedException refusal)
      throws IOException, InterruptedException {
    try {
      WebSocketWire wire = channels(path, port);
      remember(Dialect.CHANNELS, refusal);
      return wire;
    } catch (RefusedException refused) {
      // The first refusal is about what the user should look at.
      throw isAboutTheForm(refused) ? refusal : refused;
    }
  }

  WebSocketWire channels(String path, int port) throws IOException, InterruptedException {
    return WebSocketHandshake.open(
        endpoint, path + "?ports=" + port, Dialect.CHANNELS.protocol(), limit);
  }

  /// A refusal by a server or proxy in trouble says nothing lasting about what it knows.
  private void remember(Dialect found, @Nullable RefusedException refusal) {
    if (refusal != null && refusal.status() < 500 && found.compareTo(dialect) > 0) {
      dialect = found;
    }
  }

  /// Whether the answer is about how it was asked, rather than about what was asked for: a server
  /// that understood sends a `Status`, unless it could not upgrade.
  static boolean isAboutTheForm(RefusedException refused) {
    // A kubelet that has not heard of the pod yet says so in plain text.
    return refused.status() != 401
        && !refused.text().contains("pod does not exist")
        && (refused.reason().isEmpty()
            || refused.status() == 400
            || refused.text().contains("upgrade"));
  }

  /// Server or path take neither form of SPDY.
  static final class NoTunnelException extends IOException {
    private final transient RefusedException refusal;

    NoTunnelException(RefusedException refusal) {
      super(refusal);
      this.refusal = refusal;
    }

    RefusedException refusal() {
      return refusal;
    }
  }
}
