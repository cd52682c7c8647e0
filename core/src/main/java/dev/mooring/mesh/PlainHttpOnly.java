package dev.mooring.mesh;

import dev.mooring.tunnel.ByteStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// What a TLS handshake gets on the plain port: words instead of a riddle.
///
/// Clients that try HTTPS first fall back to HTTP when they see it.
final class PlainHttpOnly implements ByteStream {
  static final int TLS_HANDSHAKE = 22;
  private static final String WORDS =
      "This port speaks plain HTTP; Mooring adds mutual TLS behind it. Use http://\n";

  private final InputStream answer =
      new ByteArrayInputStream(
          ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: "
                  + WORDS.length()
                  + "\r\nConnection: close\r\n\r\n"
                  + WORDS)
              .getBytes(StandardCharsets.US_ASCII));

  @Override
  public InputStream input() {
    return answer;
  }

  @Override
  public OutputStream output() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  @Override
  public boolean lost() {
    return false;
  }
}
