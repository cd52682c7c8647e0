package dev.mooring.practice.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// HTTP/1.1 on a loopback port, one virtual thread a connection. Closing it ends every connection
/// and joins their threads.
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  private static final int TLS_HANDSHAKE = 0x16;

  private final @Nullable ServerTls tls;
  private final Gate gate;
  private final Handler handler;
  private final StreamServer server;

  /// @param tls null for plain HTTP
  public HttpServer(String name, @Nullable ServerTls tls, Gate gate, Handler handler)
      throws IOException {
    this.tls = tls;
    this.gate = gate;
    this.handler = handler;
    server = new StreamServer(name, this::serve);
  }

  public int port() {
    return server.port();
  }

  private void serve(Socket plain) throws IOException, InterruptedException {
    gate.pass();
    if (tls == null) {
      talk(plain, plain.getInputStream());
      return;
    }
    int first = plain.getInputStream().read();
    InputStream start = new ByteArrayInputStream(new byte[] {(byte) first});
    ServerTls.Accepts accepts = tls.accepts().get();
    if (first == TLS_HANDSHAKE && accepts != ServerTls.Accepts.PLAIN) {
      try (SSLSocket socket = secured(plain, start, tls)) {
        socket.startHandshake();
        talk(socket, socket.getInputStream());
      } catch (SSLException e) {
        LOG.debug("No TLS session with a client", e);
      }
    } else if (first >= 0 && accepts != ServerTls.Accepts.TLS) {
      talk(plain, new SequenceInputStream(start, plain.getInputStream()));
    }
  }

  private static SSLSocket secured(Socket plain, InputStream start, ServerTls tls)
      throws IOException {
    SSLSocket socket =
        (SSLSocket) tls.context().getSocketFactory().createSocket(plain, start, true);
    socket.setUseClientMode(false);
    socket.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    switch (tls.client()) {
      case REQUIRED -> socket.setNeedClientAuth(true);
      case ASKED -> socket.setWantClientAuth(true);
      case NOT_ASKED -> {}
    }
    // No overlap is no failure here: the handshake goes on without a protocol, as with Envoy.
    socket.setHandshakeApplicationProtocolSelector(
        (_, offered) -> offered.contains("http/1.1") ? "http/1.1" : "");
    return socket;
  }

  private void talk(Socket socket, InputStream bytes) throws IOException, InterruptedException {
    InputStream in = new BufferedInputStream(bytes, 1 << 16);
    OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    boolean more = true;
    while (more) {
      try {
        Headers headers = Headers.read(in);
        if (headers == null) {
          return;
        }
        gate.pass();
        more = answer(new Exchange(socket, headers, in, out));
      } catch (BadRequest e) {
        String head = "HTTP/1.1 " + e.status + " " + Reasons.of(e.status);
        out.write(
            (head + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return;
      }
    }
  }

  private boolean answer(Exchange exchange) throws IOException, InterruptedException {
    try {
      if (exchange.isAboutTheServer()) {
        // As Go's server does, before any handler.
        exchange.answer(200, "text/plain", "");
      } else {
        handler.handle(exchange);
      }
      if (!exchange.started()) {
        throw new IllegalStateException("No answer to " + exchange.method());
      }
    } catch (RuntimeException e) {
      LOG.warn("{} {} failed", exchange.method(), exchange.path(), e);
      if (exchange.started()) {
        return false;
      }
      exchange.closeAfterwards();
      exchange.answer(500, "text/plain", "internal error\n");
    }
    return exchange.finish();
  }

  @Override
  public void close() {
    server.close();
  }
}
