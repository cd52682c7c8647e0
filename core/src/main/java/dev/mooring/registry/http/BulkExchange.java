package dev.mooring.registry.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// One request with a large body on a connection of its own, on the caller's thread: the JDK's
/// client hands each 16 KiB through three threads, which costs more than twice as much processor
/// time as all else (decision 1055). Everything but layers goes through that client.
///
/// https://www.rfc-editor.org/rfc/rfc9112
final class BulkExchange implements AutoCloseable {
  private static final int LONGEST_HEAD = 64 * 1024;
  private static final int BUFFER = 128 * 1024;

  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;

  /// @param patience how long a read may take
  private BulkExchange(Socket socket, Duration patience) throws IOException {
    this.socket = socket;
    socket.setSoTimeout((int) patience.toMillis());
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    in = new BufferedInputStream(socket.getInputStream(), BUFFER);
  }

  static BulkExchange open(URI uri, Reach reach, Duration patience) throws IOException {
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
    String host =
        uri.getHost().startsWith("[")
            ? uri.getHost().substring(1, uri.getHost().length() - 1)
            : uri.getHost();
    Proxy proxy = reach.proxy(uri);
    Socket socket = new Socket(proxy);
    boolean ready = false;
    try {
      boolean direct = proxy.type() == Proxy.Type.DIRECT;
      InetSocketAddress address =
          direct
              ? new InetSocketAddress(host, port)
              : InetSocketAddress.createUnresolved(host, port);
      if (direct && address.isUnresolved()) {
        throw new java.net.UnknownHostException(host);
      }
      socket.connect(address, (int) Reach.CONNECT.toMillis());
      if (secure) {
        socket.setSoTimeout((int) Reach.CONNECT.toMillis());
        socket = secured(socket, host, port, reach.tls());
      }
      BulkExchange exchange = new BulkExchange(socket, patience);
      ready = true;
      return exchange;
    } finally {
      if (!ready) {
        socket.close();
      }
    }
  }

  private static Socket secured(Socket plain, String host, int port, SSLContext tls)
      throws IOException {
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /// Sends everything before the body.
  ///
  /// @param length of the body; negative for a request without one
  void begin(String method, URI uri, Map<String, String> headers, long length) throws IOException {
    StringBuilder head = new StringBuilder(512);
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    head.append(method).append(' ').append(path).append(query).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(uri.getHost());
    if (uri.getPort() > 0) {
      head.append(':').append(uri.getPort());
    }
    head.append("\r\nUser-Agent: mooring\r\nConnection: close\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    if (length >= 0) {
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    head.append("\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Sends a part of the body.
  void send(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
  }

  /// The status and headers of an answer, its body unread.
  record Head(int status, HttpHeaders headers) {}

  /// The answer, after those that only say that more comes.
  Head head() throws IOException {
    while (true) {
      int left = LONGEST_HEAD;
      String status = line(left);
      left -= status.length();
      if (!status.matches("HTTP/1\\.[01] [1-9][0-9]{2}(?: .*)?")) {
        throw new ProtocolException("Invalid status line");
      }
      Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (String line = line(left); !line.isEmpty(); line = line(left)) {
        left -= line.length();
        int colon = line.indexOf(':');
        if (colon < 1) {
          throw new ProtocolException("Invalid header");
        }
        fields
            .computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
            .add(line.substring(colon + 1).strip());
      }
      int code = Integer.parseInt(status.substring(9, 12));
      if (code >= 200) {
        return new Head(code, HttpHeaders.of(fields, (name, value) -> true));
      }
    }
  }

  /// The body of the answer, by its length, its chunks, or until the end. Closing it ends the
  /// exchange.
  InputStream body(Head head) throws IOException {
    String coding = head.headers().firstValue("Transfer-Encoding").orElse("");
    if (!coding.isEmpty()) {
      if (!coding.toLowerCase(Locale.ROOT).equals("chunked")) {
        throw new ProtocolException("Unknown transfer coding");
      }
      return new BulkBody(this, in, 0, true);
    }
    String length = head.headers().firstValue("Content-Length").orElse("");
    if (!length.isEmpty() && !length.matches("[0-9]{1,18}")) {
      throw new ProtocolException("Invalid length");
    }
    long bytes = length.isEmpty() ? Long.MAX_VALUE : Long.parseLong(length);
    return new BulkBody(this, in, bytes, false);
  }

  private String line(int most) throws IOException {
    return line(in, most);
  }

  /// One line without its end, which may be a line feed alone.
  static String line(InputStream in, int most) throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int letter = in.read(); letter != '\n'; letter = in.read()) {
      if (letter < 0) {
        throw new java.io.EOFException("the connection ended before the answer did");
      }
      if (line.length() >= most) {
        throw new ProtocolException("the head of the answer is too long");
      }
      line.append((char) letter);
    }
    int length = line.length();
    return length > 0 && line.charAt(length - 1) == '\r'
        ? line.substring(0, length - 1)
        : line.toString();
  }

  /// Ends the connection, and wakes whoever waits for it.
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      org.slf4j.LoggerFactory.getLogger(BulkExchange.class).debug("Closing failed", e);
    }
  }
}
