package dev.mooring.tunnel.connection;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.ProxyRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A TCP or TLS connection to the API server, through a proxy where the configuration names
/// one (HTTP `CONNECT`, RFC 9110 section 9.3.6, or SOCKS).
///
/// The server's certificate is checked against the kubeconfig's authority and for the name
/// the kubeconfig says (`tls-server-name`, else the address). HTTP/1.1 is asked for by ALPN,
/// since HTTP/2 cannot be upgraded. One thread may read while another writes.
public final class ApiConnection implements AutoCloseable {
  private final BulkSocket raw;
  private final InputStream input;
  private final OutputStream output;

  private ApiConnection(BulkSocket raw, Socket secured) throws IOException {
    this.raw = raw;
    this.input = secured.getInputStream();
    this.output = secured.getOutputStream();
  }

  /// Connects, and blocks for it. Behind a proxy it is the proxy that resolves the server's
  /// name.
  ///
  /// @param limit for each step: connect, the proxy's answer, the TLS handshake, and later
  /// reads until [#unlimited]
  /// @throws IOException when any step fails; nothing is left open then
  public static ApiConnection open(ApiEndpoint endpoint, Duration limit)
      throws IOException, InterruptedException {
    URI server = endpoint.server();
    String host = unbracketed(server.getHost());
    SSLContext tls = endpoint.tls();
    int port = server.getPort() >= 0 ? server.getPort() : tls == null ? 80 : 443;
    int millis = Math.toIntExact(limit.toMillis());
    Proxy proxy = proxy(endpoint, server);
    BulkSocket raw = new BulkSocket(proxy.type() == Proxy.Type.SOCKS ? proxy : Proxy.NO_PROXY);
    try {
      raw.setTcpNoDelay(true);
      raw.setKeepAlive(true);
      raw.setSoTimeout(millis);
      switch (proxy.type()) {
        case HTTP -> {
          InetSocketAddress address = (InetSocketAddress) proxy.address();
          raw.connect(new InetSocketAddress(address.getHostString(), address.getPort()), millis);
          askProxy(raw, host, port);
        }
        case SOCKS -> raw.connect(InetSocketAddress.createUnresolved(host, port), millis);
        case DIRECT -> raw.connect(new InetSocketAddress(host, port), millis);
      }
      return new ApiConnection(raw, tls == null ? raw : secure(raw, tls, endpoint, host, port));
    } catch (IOException | RuntimeException e) {
      closeQuietly(raw);
      throw e;
    }
  }

  /// Decrypted, for one thread at a time. An end in order is -1; a read beyond the limit is a
  /// `SocketTimeoutException`, after which the connection is of no more use.
  public InputStream input() {
    return input;
  }

  /// Sends the bytes, as few packets as they fit into. Blocks while the server takes nothing;
  /// [#close] ends that.
  public void write(byte[] bytes, int offset, int length) throws IOException {
    raw.cork();
    output.write(bytes, offset, length);
    raw.uncork();
  }

  /// Bounds every later read.
  public void limit(Duration time) throws IOException {
    raw.setSoTimeout(Math.toIntExact(time.toMillis()));
  }

  /// Ends the time limit on reads.
  public void unlimited() throws IOException {
    raw.setSoTimeout(0);
  }

  /// Closes the TCP connection beneath TLS: closing the SSLSocket would wait for a blocked writer.
  @Override
  public void close() {
    closeQuietly(raw);
  }

  private static SSLSocket secure(
      Socket raw, SSLContext tls, ApiEndpoint endpoint, String host, int port) throws IOException {
    String name = endpoint.tlsName();
    String peer = name == null ? host : name;
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(raw, peer, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    if (name != null) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    SNIHostName sni = serverName(peer);
    if (sni != null) {
      parameters.setServerNames(List.of(sni));
    }
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static @Nullable SNIHostName serverName(String peer) {
    boolean address = peer.indexOf(':') >= 0 || peer.matches("[0-9.]+");
    if (address) {
      return null;
    }
    try {
      return new SNIHostName(peer);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Proxy proxy(ApiEndpoint endpoint, URI server) {
    List<Proxy> proxies = endpoint.proxies().select(server);
    return proxies == null || proxies.isEmpty() ? Proxy.NO_PROXY : proxies.getFirst();
  }

  private static void askProxy(Socket raw, String host, int port) throws IOException {
    String authority = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    raw.getOutputStream()
        .write(
            ("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    HttpHead answer = HttpHead.read(raw.getInputStream());
    if (answer.status() != 200) {
      throw new ProxyRefusedException(answer.status());
    }
  }

  private static String unbracketed(@Nullable String host) throws IOException {
    if (host == null) {
      throw new IOException("the API server's address has no host");
    }
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // Nothing is lost: the connection is given up.
    }
  }
}
