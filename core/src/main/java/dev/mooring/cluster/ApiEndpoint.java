package dev.mooring.cluster;

import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// How to open a connection to the API server, by the same client configuration as every other
/// call.
public interface ApiEndpoint {

  /// The context of the kubeconfig, as it was when it was opened.
  Context context();

  /// Scheme, host, port and path prefix of the API server.
  URI server();

  /// Trust and client certificate; null where the server is plain HTTP. Files that were replaced
  /// since are read again, so ask for each connection.
  @Nullable SSLContext tls() throws InterruptedException;

  /// The name to check in the server's certificate and to send as SNI (`tls-server-name` in the
  /// kubeconfig, else the host);
  /// null where the kubeconfig says to check nothing (`insecure-skip-tls-verify`).
  @Nullable String tlsName();

  /// Headers that authenticate a request made now; secret. Tokens are refreshed as needed, so
  /// ask for each connection. May run a credential plugin, at most a minute.
  ///
  /// @throws dev.mooring.problem.MooringException where there is no login to be had, and where one
  /// would go out without TLS
  Map<String, String> headers() throws InterruptedException;

  /// Tells that the server did not accept the headers.
  ///
  /// @return whether asking for them again can give others
  default boolean refused() throws InterruptedException {
    return false;
  }

  /// The proxy to the API server, or none; never asks the network.
  ProxySelector proxies();
}
