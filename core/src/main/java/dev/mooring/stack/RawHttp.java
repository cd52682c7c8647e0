package dev.mooring.stack;

import dev.mooring.mesh.NoCertificate;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One request to a pod's port through a port-forward, to see whether it is answered at all.
final class RawHttp {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private RawHttp() {}

  private interface Exchange {
    String with(ByteStream stream) throws IOException;
  }

  /// Asks in plain HTTP.
  ///
  /// @return the answer's first line, or nothing where the connection was closed without one
  /// @throws MooringException when the port cannot be reached, or keeps silent
  static String ask(Tunnels tunnels, PodPort port, String method, String path, String host)
      throws InterruptedException {
    return ask(tunnels, port, request(method, path, host));
  }

  /// The same with a whole request.
  static String ask(Tunnels tunnels, PodPort port, String request) throws InterruptedException {
    return bounded(tunnels, port, stream -> exchange(stream, request));
  }

  /// Asks over TLS, showing no certificate.
  ///
  /// @return the answer's first line, or in which words TLS was refused
  /// @throws MooringException when the port cannot be reached, or keeps silent
  static String askWithoutCertificate(
      Tunnels tunnels, PodPort port, String name, String path, String host)
      throws InterruptedException {
    return askOverTls(tunnels, port, name, request("GET", path, host));
  }

  /// The same with a token.
  static String askWithToken(
      Tunnels tunnels, PodPort port, String name, String path, String host, String token)
      throws InterruptedException {
    String shown = "\r\nAuthorization: Bearer " + token + "\r\nConnection";
    return askOverTls(
        tunnels, port, name, request("GET", path, host).replace("\r\nConnection", shown));
  }

  static String askOverTls(Tunnels tunnels, PodPort port, String name, String request)
      throws InterruptedException {
    return bounded(
        tunnels,
        port,
        stream -> {
          try {
            return NoCertificate.ask(stream, name, request);
          } catch (IOException e) {
            return e.getMessage() == null
                ? Messages.of("the-connection-was-closed")
                : e.getMessage();
          }
        });
  }

  private static String request(String method, String path, String host) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: "
        + host
        + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  }

  private static String bounded(Tunnels tunnels, PodPort port, Exchange exchange)
      throws InterruptedException {
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
        ByteStream stream = tunnels.open(port)) {
      Future<String> answer = thread.submit(() -> exchange.with(stream));
      try {
        return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        throw new Problem(
                Code.POD_UNREACHABLE,
                Messages.of("cannot-check", port),
                Messages.of("it-takes-the-connection-but-neither"),
                new Remedy.Advice(Messages.of("look-at-the-pods-log-then")))
            .raise(e);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } finally {
        stream.close();
      }
    }
  }

  private static String exchange(ByteStream stream, String request) {
    byte[] head = new byte[64];
    int length = 0;
    try {
      stream.output().write(request.getBytes(StandardCharsets.US_ASCII));
      stream.output().flush();
      int read;
      while (length < head.length
          && (read = stream.input().read(head, length, head.length - length)) >= 0) {
        length += read;
      }
    } catch (IOException e) {
      // A reset after or before some bytes: those bytes are the answer.
    }
    return new String(head, 0, length, StandardCharsets.US_ASCII).lines().findFirst().orElse("");
  }
}
