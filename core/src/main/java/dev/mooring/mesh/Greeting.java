package dev.mooring.mesh;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.StreamException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Asks a registry for its version once. Under TLS 1.3 a sidecar says only in answer to a request
/// whether it takes our certificate.
final class Greeting {
  private static final int LONGEST_HEAD = 8 * 1024;

  private Greeting() {}

  /// @param principal who asks; empty for nobody
  /// @throws MooringException saying what is in the way
  static void exchange(ByteStream stream, RegistryPlace registry, String principal)
      throws InterruptedException {
    String status = status(stream, registry, new byte[0]);
    if (status.startsWith("HTTP/1.1 200 ") || status.startsWith("HTTP/1.1 401 ")) {
      return;
    }
    if (status.startsWith("HTTP/1.1 403 ") && !principal.isEmpty()) {
      Problem refused = new Refusal(principal, "GET", "/v2/").problem();
      throw refused.raise(new StreamException(StreamException.Kind.UNTRUSTED, refused));
    }
    throw unexpected(registry, status);
  }

  /// @param fields more of them, each with its line end; wiped when this returns
  /// @return the first line of the answer
  /// @throws MooringException where there is none
  static String status(ByteStream stream, RegistryPlace registry, byte[] fields)
      throws InterruptedException {
    try {
      return HandshakeLimit.during(stream, () -> ask(stream, fields));
    } catch (StreamException e) {
      throw e.problem().raise(e);
    } catch (IOException e) {
      throw unreachable(
              registry,
              Messages.of("the-connection-was-lost-before-it"),
              String.valueOf(e.getMessage()))
          .raise(e);
    }
  }

  /// An answer that is none of a registry.
  static MooringException unexpected(RegistryPlace registry, String status) {
    return unreachable(
            registry,
            status.startsWith("HTTP/1.1 5")
                ? Messages.of("its-proxy-is-there-the-registry")
                : Messages.of("the-server-there-is-not-a-registry"),
            "GET /v2/: " + status)
        .raise();
  }

  private static Problem unreachable(RegistryPlace registry, String why, String detail) {
    String words = registry.words();
    return new Problem(
        Code.REGISTRY_UNREACHABLE,
        Messages.of(
            "cannot-be-reached",
            words.substring(0, 1).toUpperCase(java.util.Locale.ROOT),
            words.substring(1)),
        why,
        registry instanceof RegistryPlace.InCluster in
            ? new Remedy.Command(
                Messages.of("check-its-log"),
                "kubectl -n " + in.namespace() + " logs deploy/" + in.deployment())
            : new Remedy.Advice(Messages.of("check-its-address")),
        detail);
  }

  private static String ask(ByteStream stream, byte[] fields) throws IOException {
    byte[] start =
        "GET /v2/ HTTP/1.1\r\nHost: localhost:5000\r\nConnection: close\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = Arrays.copyOf(start, start.length + fields.length + 2);
    System.arraycopy(fields, 0, request, start.length, fields.length);
    request[request.length - 2] = '\r';
    request[request.length - 1] = '\n';
    Arrays.fill(fields, (byte) 0);
    stream.output().write(request);
    Arrays.fill(request, (byte) 0);
    InputStream in = stream.input();
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\r'; next = in.read()) {
      if (line.length() == LONGEST_HEAD) {
        break;
      }
      line.append(next < ' ' || next > '~' ? '?' : (char) next);
    }
    return line.toString();
  }
}
