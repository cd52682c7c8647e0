package dev.mooring.registry.remote;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.http.Authorization.Refused;
import java.time.Duration;

/// Why a public registry lets nobody in, in the user's words.
final class LoginProblems {
  private LoginProblems() {}

  /// @param known whether a login was sent
  static Problem needed(String what, String host, boolean known, String detail) {
    String server = host.equals(RemoteImage.DOCKER) ? "" : " " + host;
    return new Problem(
        Code.REGISTRY_LOGIN_NEEDED,
        what,
        known
            ? Messages.of("your-login-is-refused", host)
            : Messages.of("no-such-or-private", host),
        new Remedy.Command(
            known ? Messages.of("log-in-again") : Messages.of("check-the-name-or-log-in"),
            "docker login" + server),
        detail);
  }

  static Problem limited(String what, String host, boolean known, Refused refused) {
    boolean hub = host.equals(RemoteImage.DOCKER);
    Duration wait = Duration.ofSeconds(refused.retryAfter());
    return new Problem(
        Code.REGISTRY_BUSY,
        what,
        hub ? Messages.of("docker-hub-limits-pulls") : Messages.of("limits-requests", host),
        hub && !known
            ? new Remedy.Command(Messages.of("log-in-for-more-pulls"), "docker login")
            : new Remedy.Wait(
                wait.isZero()
                    ? Messages.of("try-again-later")
                    : Messages.of("try-again-in-minutes", Math.max(1, wait.toMinutes())),
                wait),
        refused.detail());
  }
}
