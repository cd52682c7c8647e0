package dev.mooring.practice.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLDecoder;
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
  private final String method;
  private String target;
  private String path;
  private final Map<String, String> query = new LinkedHashMap<>();
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
    String[] words = headers.first().split(" ", -1);
    if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
      throw new BadRequest(400);
    }
    method = words[0];
    target = words[1];
    int mark = words[1].indexOf('?');
    path = mark < 0 ? words[1] : words[1].substring(0, mark);
    if (!path.startsWith("/") && !isAboutTheServer()) {
      throw new BadRequest(400);
    }
    if (mark >= 0) {
      parseQuery(words[1].substring(mark + 1));
    }
    keepAlive = words[2].equals("HTTP/1.1") && !headers.has("Connection", "close");
  }

  /// `OPTIONS *` asks for nothing but an answer.
  boolean isAboutTheServer() {
    return method.equals("OPTIONS") && target.equals("*");
  }

  private void parseQuery(String text) throws IOException {
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        query.putIfAbsent(
            decode(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
  }

  private static String decode(String text) throws IOException {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadRequest(400);
    }
  }

  public String method() {
    return method;
  }

  /// The path as sent or rewritten, without the query.
  public String path() {
    return path;
  }

  /// What a proxy made of the path; the query stays.
  public void rewrite(String path) {
    target = path + target.substring(this.path.length());
    this.path = path;
  }

  /// The port that the client speaks from.
  public int clientPort() {
    return socket.getPort();
  }

  public String query(String name) {
    return query.getOrDefault(name, "");
  }

  public boolean hasQuery(String name) {
    return query.containsKey(name);
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
    if (method.equals("HEAD")) {
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
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
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
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + reason(status) + "\r\n");
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
    return keepAlive && drained();
  }

  private boolean drained() throws IOException {
    byte[] waste = new byte[8192];
    for (int total = 0; total < 1 << 20; ) {
      int count = body.read(waste);
      if (count < 0) {
        return true;
      }
      total += count;
    }
    return false;
  }

  static String reason(int status) {
    return switch (status) {
      case 101 -> "Switching Protocols";
      case 200 -> "OK";
      case 201 -> "Created";
      case 202 -> "Accepted";
      case 204 -> "No Content";
      case 206 -> "Partial Content";
      case 304 -> "Not Modified";
      case 301 -> "Moved Permanently";
      case 302 -> "Found";
      case 307 -> "Temporary Redirect";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 406 -> "Not Acceptable";
      case 409 -> "Conflict";
      case 410 -> "Gone";
      case 413 -> "Request Entity Too Large";
      case 415 -> "Unsupported Media Type";
      case 416 -> "Range Not Satisfiable";
      case 422 -> "Unprocessable Entity";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      default -> "Status";
    };
  }

  /// What an upgraded connection is made of.
  public record Upgraded(Socket socket, InputStream in, OutputStream out) {}

  private static final class KeptOpen extends java.io.FilterOutputStream {
    KeptOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  private static final class ChunkedOutput extends OutputStream {
    private final OutputStream out;
    private boolean ended;

    ChunkedOutput(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > 0) {
        out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.write(bytes, offset, length);
        out.write('\r');
        out.write('\n');
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    void end() throws IOException {
      if (!ended) {
        ended = true;
        out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      }
    }
  }
}
