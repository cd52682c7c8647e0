package dev.mooring.settings;

import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.nio.file.Path;
import java.util.Optional;

/// What a settings file says and nobody can follow: the default is used, the file stays as it is,
/// and the user is told.
final class InvalidSettings {
  private static final int LAST_PORT = 65_535;

  private InvalidSettings() {}

  static Optional<Problem> in(Path file, Document settings) {
    Document port = settings.at("localPort");
    if (port.isNothing() || isPort(port)) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            Code.INVALID_VALUE,
            Messages.of("cannot-use-a-setting", "localPort", file),
            Messages.of("is-not-a-port", String.valueOf(port.plain())),
            new Remedy.Setting(
                Messages.of("the-default-is-used", String.valueOf(Settings.LOCAL_PORT)),
                "localPort",
                "")));
  }

  /// 0 for any free one.
  static boolean isPort(Document value) {
    return value.integer().filter(port -> port >= 0 && port <= LAST_PORT).isPresent();
  }

  static boolean is(Problem problem) {
    return problem.code() == Code.INVALID_VALUE;
  }
}
