package dev.mooring.practice.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// One request and its answer.
public final class Exchange {
  /// Header fields that speak of the connection and not of the message.
  private static final Set<String> ONE_CONNECTION =
      Set.of("connection", "keep-alive", "te", "trailer", "upgrade");

  private final Socket socket;
  private final Headers headers;
  private final InputStream rawInput;
  private final InputStream body;
  private final OutputStream rawOutput;
  private final RequestLine line;
  private String path;
  private final Map<String, String> answerHeaders = new LinkedHashMap<>();
  private boolean started;
  private boolean continued;
  private boolean keepAlive;
  private boolean upgraded;
  private @Nullable ChunkedOutput chunked;

  Exchange(Socket socket, Headers headers, InputStream in, OutputStream out) throws IOException {
    this.socket = socket;
    this.headers = headers;
    this.rawInput = in;
    this.rawOutput = out;
    this.body = Bodies.of(headers, in);
    this.line = RequestLine.parse(headers.first());
    this.path = line.path();
    this.keepAlive = line.persistent() && !headers.has("Connection", "close");
  }

  boolean isAboutTheServer() {
    return line.isAboutTheServer();
  }

  public String method() {
    return line.method();
  }

  /// The path as sent or rewritten, without the query.
  public String path() {
    return path;
  }

  /// What a proxy made of the path; the query stays.
  public void rewrite(String path) {
    this.path = path;
  }

  /// The port that the client speaks from.
  public int clientPort() {
    return socket.getPort();
  }

  public String query(String name) {
    return line.query().getOrDefault(name, "");
  }

  public boolean hasQuery(String name) {
    return line.query().containsKey(name);
  }

  public Headers headers() {
    return headers;
  }

  public String header(String name) {
    return headers.get(name).orElse("");
  }

  /// The verified certificate that the client showed.
  public Optional<X509Certificate> peer() {
    if (socket instanceof SSLSocket tls) {
      try {
        Certificate[] chain = tls.getSession().getPeerCertificates();
        return Optional.of((X509Certificate) chain[0]);
      } catch (SSLPeerUnverifiedException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  public boolean encrypted() {
    return socket instanceof SSLSocket;
  }

  /// The request's body; a client that waits for it is told to go on.
  public InputStream body() throws IOException {
    if (!continued && headers.has("Expect", "100-continue") && !started) {
      rawOutput.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      rawOutput.flush();
    }
    continued = true;
    return body;
  }

  /// The whole body.
  ///
  /// @return null where it is larger
  public byte @Nullable [] body(int max) throws IOException {
    byte[] bytes = body().readNBytes(max + 1);
    return bytes.length > max ? null : bytes;
  }

  /// Adds a header to the answer.
  public Exchange with(String name, String value) {
    answerHeaders.put(name, value);
    return this;
  }

  public boolean started() {
    return started;
  }

  public void answer(int status) throws IOException {
    answer(status, "", new byte[0]);
  }

  public void answer(int status, String contentType, String text) throws IOException {
    answer(status, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  public void answer(int status, String contentType, byte[] bytes) throws IOException {
    if (!contentType.isEmpty()) {
      answerHeaders.putIfAbsent("Content-Type", contentType);
    }
    try (OutputStream out = sized(status, bytes.length)) {
      out.write(bytes);
    }
  }

  /// An answer of a known length; nothing of it is sent for HEAD.
  public OutputStream sized(int status, long length) throws IOException {
    if (status != 204 && status != 304) {
      answerHeaders.putIfAbsent("Content-Length", Long.toString(length));
    }
    head(status);
    if (line.method().equals("HEAD")) {
      rawOutput.flush();
      return OutputStream.nullOutputStream();
    }
    return new KeptOpen(rawOutput);
  }

  /// An answer of unknown length; every flush reaches the client.
  public OutputStream chunked(int status, String contentType) throws IOException {
    answerHeaders.put("Content-Type", contentType);
    answerHeaders.put("Transfer-Encoding", "chunked");
    head(status);
    rawOutput.flush();
    ChunkedOutput out = new ChunkedOutput(rawOutput);
    chunked = out;
    return new BufferedOutputStream(out, 8192);
  }

  /// Hands the connection over: it belongs to the caller until the handler returns.
  public Upgraded upgrade(String protocol) throws IOException {
    answerHeaders.put("Connection", "Upgrade");
    answerHeaders.put("Upgrade", protocol);
    head(101);
    rawOutput.flush();
    upgraded = true;
    return new Upgraded(socket, rawInput, rawOutput);
  }

  /// Passes the request on, its path rewritten, and brings the answer back as it comes. The
  /// connection ends with it.
  ///
  /// @return false where the other side ended without a word: the answer is still to be given
  public boolean passOn(Socket server) throws IOException {
    closeAfterwards();
    StringBuilder head =
        new StringBuilder(line.method() + " " + path + line.afterPath() + " HTTP/1.1\r\n");
    headers
        .fields()
        .forEach(
            (name, values) -> {
              if (!ONE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(each -> head.append(name).append(": ").append(each).append("\r\n"));
              }
            });
    head.append("Connection: close\r\n\r\n");
    server.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    started = Splice.join(rawInput, rawOutput, server);
    upgraded = started;
    return started;
  }

  /// The connection ends after this answer.
  public void closeAfterwards() {
    keepAlive = false;
  }

  private void head(int status) throws IOException {
    if (started) {
      throw new IllegalStateException("answered twice");
    }
    started = true;
    if (!continued && headers.has("Expect", "100-continue")) {
      keepAlive = false;
    }
    if (!keepAlive && status != 101) {
      answerHeaders.put("Connection", "close");
    }
    StringBuilder head =
        new StringBuilder("HTTP/1.1 " + status + " " + Reasons.of(status) + "\r\n");
    answerHeaders.forEach(
        (name, value) -> head.append(name).append(": ").append(clean(value)).append("\r\n"));
    rawOutput.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String clean(String value) {
    return value.replace('\r', ' ').replace('\n', ' ');
  }

  /// @return whether the connection can carry another request
  boolean finish() throws IOException {
    if (upgraded) {
      return false;
    }
    if (chunked != null) {
      chunked.end();
    }
    rawOutput.flush();
    return keepAlive && Bodies.drained(body);
  }

  /// What an upgraded connection is made of.
  public record Upgraded(Socket socket, InputStream in, OutputStream out) {}
}
