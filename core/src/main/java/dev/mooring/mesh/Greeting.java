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

/// Asks a registry for its version once. Under TLS 1.3 a sidecar says only in answer to a request
/// whether it takes our certificate.
final class Greeting {
  private static final int LONGEST_HEAD = 8 * 1024;

  private Greeting() {}

  /// @param principal who asks; empty for nobody
  /// @throws MooringException saying what is in the way
  static void exchange(ByteStream stream, RegistryPlace registry, String principal)
      throws InterruptedException {
    String status;
    try {
      status = HandshakeLimit.during(stream, () -> ask(stream));
    } catch (StreamException e) {
      throw e.problem().raise(e);
    } catch (IOException e) {
      throw unreachable(
              registry,
              Messages.of("the-connection-was-lost-before-it"),
              String.valueOf(e.getMessage()))
          .raise(e);
    }
    if (status.startsWith("HTTP/1.1 200 ") || status.startsWith("HTTP/1.1 401 ")) {
      return;
    }
    if (status.startsWith("HTTP/1.1 403 ") && !principal.isEmpty()) {
      Problem refused = new Refusal(principal, "GET", "/v2/").problem();
      throw refused.raise(new StreamException(StreamException.Kind.UNTRUSTED, refused));
    }
    throw unreachable(
            registry,
            status.startsWith("HTTP/1.1 5")
                ? Messages.of("its-sidecar-is-there-the-registry")
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
        registry instanceof RegistryLocation in
            ? new Remedy.Command(
                Messages.of("check-its-log"),
                "kubectl -n " + in.namespace() + " logs deploy/" + in.deployment())
            : new Remedy.Advice(Messages.of("check-its-address")),
        detail);
  }

  private static String ask(ByteStream stream) throws IOException {
    stream
        .output()
        .write(
            "GET /v2/ HTTP/1.1\r\nHost: localhost:5000\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
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
