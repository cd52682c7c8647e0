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
/// Only an answer about the form of a request leads to the next dialect: a missing pod is the same
/// in all of them. A missing right is not: a WebSocket is asked for with GET, which takes the right
/// to `get` (since Kubernetes 1.35 to `create`, too), and SPDY with POST, which takes `create`
/// alone. Thread-safe.
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
  /// @throws RefusedException when neither may be asked for; its text names the verbs
  /// @throws NoTunnelException when server or path take neither form of SPDY
  Wire tunnel(String path, Duration limit) throws IOException, InterruptedException {
    RefusedException first = null;
    if (dialect == Dialect.TUNNEL) {
      try {
        return WebSocketHandshake.open(endpoint, path, Dialect.TUNNEL.protocol(), limit);
      } catch (RefusedException refused) {
        if (!isAboutTheForm(refused) && !isAboutTheRight(refused)) {
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
      if (first != null && isAboutTheRight(first)) {
        throw isAboutTheRight(refused) ? both(first, refused) : first;
      }
      if (!isAboutTheForm(refused)) {
        throw refused;
      }
      throw new NoTunnelException(first == null ? refused : first);
    } catch (EOFException silent) {
      // Proxies drop what they do not know. The server itself was heard a moment ago.
      if (first == null) {
        throw silent;
      }
      throw isAboutTheRight(first) ? first : new NoTunnelException(first);
    }
  }

  /// Each names the verb that it lacks.
  private static RefusedException both(RefusedException first, RefusedException second) {
    return first.text().equals(second.text())
        ? second
        : new RefusedException(
            second.status(), second.reason(), first.text() + "; " + second.text());
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

  /// A refusal by a server or proxy in trouble says nothing lasting about what it knows; rights
  /// differ between namespaces.
  private void remember(Dialect found, @Nullable RefusedException refusal) {
    if (refusal != null
        && refusal.status() < 500
        && !isAboutTheRight(refusal)
        && found.compareTo(dialect) > 0) {
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

  private static boolean isAboutTheRight(RefusedException refused) {
    return refused.status() == 403 && !isAboutTheForm(refused);
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
