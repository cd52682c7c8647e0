package dev.mooring.practice.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Passes a request on over another connection and brings its answer back, bodies as streams.
public final class Relay {
  private static final Set<String> HOP_BY_HOP = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    HOP_BY_HOP.addAll(
        List.of(
            "Connection",
            "Keep-Alive",
            "Transfer-Encoding",
            "TE",
            "Trailer",
            "Upgrade",
            "Expect",
            "Server"));
  }

  private Relay() {}

  /// @throws EOFException where the other side closes before it answers; nothing was answered then
  public static void relay(Exchange exchange, Socket upstream) throws IOException {
    boolean whole = send(exchange, new BufferedOutputStream(upstream.getOutputStream(), 1 << 16));
    InputStream in = new BufferedInputStream(upstream.getInputStream(), 1 << 16);
    Headers headers = Headers.read(in);
    if (headers == null) {
      throw new EOFException("no answer");
    }
    if (!whole) {
      exchange.closeAfterwards();
    }
    answer(exchange, headers, in);
  }

  /// @return whether all of it was taken; one that answers early may not read to the end
  private static boolean send(Exchange exchange, OutputStream out) throws IOException {
    StringBuilder head = new StringBuilder();
    head.append(exchange.method()).append(' ').append(exchange.target()).append(" HTTP/1.1\r\n");
    for (Map.Entry<String, List<String>> field : exchange.headers().fields().entrySet()) {
      if (!HOP_BY_HOP.contains(field.getKey())) {
        field.getValue().forEach(value -> line(head, field.getKey(), value));
      }
    }
    boolean chunked = exchange.headers().has("Transfer-Encoding", "chunked");
    if (chunked) {
      line(head, "Transfer-Encoding", "chunked");
    }
    line(head, "Connection", "close");
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    InputStream body = exchange.body();
    byte[] buffer = new byte[1 << 16];
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      try {
        if (chunked) {
          out.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        out.write(buffer, 0, count);
        if (chunked) {
          out.write(new byte[] {'\r', '\n'});
        }
      } catch (IOException e) {
        return false;
      }
    }
    if (chunked) {
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    out.flush();
    return true;
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static void answer(Exchange exchange, Headers headers, InputStream in)
      throws IOException {
    int status = Integer.parseInt(headers.first().split(" ", -1)[1]);
    headers
        .fields()
        .forEach(
            (name, values) -> {
              if (!HOP_BY_HOP.contains(name) && !name.equalsIgnoreCase("Content-Length")) {
                exchange.with(name, values.getFirst());
              }
            });
    long length = Long.parseLong(headers.get("Content-Length").orElse("-1"));
    if (exchange.method().equals("HEAD") || status == 204 || status == 304) {
      exchange.sized(status, Math.max(0, length)).close();
      return;
    }
    try (OutputStream out =
        length >= 0
            ? exchange.sized(status, length)
            : exchange.chunked(status, headers.get("Content-Type").orElse("text/plain"))) {
      Bodies.of(headers, in).transferTo(out);
    }
  }
}
