package dev.mooring.registry.http;

import java.io.IOException;
import java.util.Map;

/// The endpoint that says whether a registry is here.
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#determining-support
public final class Ping {
  private Ping() {}

  /// Asks once, and follows what a GET follows. A registry that wants a login has refused.
  ///
  /// @throws dev.mooring.problem.MooringException that tells apart: nothing there, no
  /// registry (a web page, no JSON, no such path, TLS wanted), and a registry that lets
  /// nobody in
  public static void ping(Connection connection) throws InterruptedException {
    String what = Messages.of("cannot-reach-a-registry-at", connection.base());
    Answer answer = connection.ask(what, () -> ask(connection));
    if (answer.status() != 200) {
      throw answer.text().contains("HTTP request to an HTTPS server")
          ? RegistryRefusals.nonsense(answer.uri(), Messages.of("it-wants-https"), answer)
          : answer.status() == 404
              ? RegistryRefusals.nonsense(
                  answer.uri(), Messages.of("it-does-not-know-the-path"), answer)
              : connection.refused(Messages.of("cannot-read-from", connection.base()), "", answer);
    }
    boolean says =
        answer.header("Docker-Distribution-Api-Version").orElse("").startsWith("registry/2");
    if (!says && answer.contentType().equals("text/html")) {
      throw RegistryRefusals.nonsense(
          answer.uri(), Messages.of("it-answers-with-a-web-page"), answer);
    }
    if (!says && answer.body().length > 0) {
      answer.json();
    }
  }

  /// Whether a registry answers at all, however it does.
  public static boolean isAlive(Connection connection) throws InterruptedException {
    try {
      int status = ask(connection).status();
      return status == 200 || status == 401;
    } catch (IOException e) {
      return false;
    }
  }

  private static Answer ask(Connection connection) throws IOException, InterruptedException {
    return connection.get(connection.at("/v2/"), Map.of());
  }
}
