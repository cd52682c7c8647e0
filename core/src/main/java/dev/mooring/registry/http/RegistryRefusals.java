package dev.mooring.registry.http;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Unreadable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/// Puts what a registry, its sidecar or the line answered into the user's words. What a
/// status means depends on who is asked and for what: 403 to a write is a writer's missing
/// right, and to a read it is the mesh's; 405 is garbage collection; 403 of a server called
/// AirTunes is no registry at all. Codes are those of the specification where a registry
/// names one.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes
public final class RegistryRefusals {
  private RegistryRefusals() {}

  /// What a failing status means.
  ///
  /// @param what what did not happen, "Cannot list the tags of ana/app"
  public static MooringException refused(String what, String repository, Answer answer) {
    boolean writing = !answer.isOfReading();
    String code = answer.errorCode();
    Problem problem =
        switch (answer.status()) {
          case 401 ->
              new Problem(
                  Code.REGISTRY_LOGIN_NEEDED,
                  what,
                  Messages.of("the-registry-asks-for-a-login"),
                  new Remedy.Command(
                      Messages.of("use-a-registry-without-passwords-or"), "mooring connect"));
          case 403 -> forbidden(what, repository, writing, answer);
          case 404 -> notFound(what, code);
          case 405 ->
              new Problem(
                  Code.REGISTRY_READ_ONLY,
                  what,
                  Messages.of("the-registry-does-not-allow-it"),
                  new Remedy.Advice(Messages.of("wait-until-garbage-collection-is-over")));
          case 429 ->
              new Problem(
                  Code.REGISTRY_BUSY,
                  what,
                  Messages.of("the-registry-gets-too-many-requests"),
                  new Remedy.Wait(Messages.of("try-again-in-a-minute"), Duration.ofMinutes(1)));
          default ->
              answer.status() >= 500
                  ? new Problem(
                      Code.REGISTRY_FAILED,
                      what,
                      Messages.of("the-registry-failed-with-status", answer.status()),
                      new Remedy.Command(Messages.of("look-at-its-log-and-try"), "mooring verify"))
                  : new Problem(
                      Code.REGISTRY_FAILED,
                      what,
                      Messages.of(
                          "the-registry-refused-with-status",
                          answer.status(),
                          code.isEmpty() ? "" : " " + Unreadable.brief(code)),
                      new Remedy.Advice(Messages.of("check-name-and-content-or-look")));
        };
    return problem.withDetail(detail(answer)).raise();
  }

  private static Problem forbidden(String what, String repository, boolean writing, Answer answer) {
    if (answer.header("Server").orElse("").startsWith("AirTunes")) {
      return new Problem(
          Code.PORT_TAKEN,
          what,
          Messages.of("airplay-receiver-of-macos-uses-this"),
          new Remedy.Advice(Messages.of("switch-airplay-receiver-off-in-the")));
    }
    String where =
        repository.isEmpty() ? Messages.of("this-registry") : Messages.of("repository", repository);
    return new Problem(
        writing ? Code.NOT_A_WRITER : Code.NOT_ALLOWED,
        what,
        writing
            ? Messages.of("this-identity-cannot-push-to", where)
            : Messages.of("this-identity-cannot-pull-from", where),
        writing
            ? new Remedy.Command(
                Messages.of("push-under-a-prefix-that-is"),
                "mooring writer add NAME --repositories '"
                    + (repository.isEmpty() ? "NAME" : repository)
                    + "'")
            : new Remedy.Command(
                Messages.of("ask-an-administrator-to-let-your"), "mooring connect"));
  }

  private static Problem notFound(String what, String code) {
    return switch (code) {
      case "NAME_UNKNOWN" ->
          new Problem(
              Code.IMAGE_MISSING,
              what,
              Messages.of("there-is-no-such-repository"),
              new Remedy.Command(Messages.of("check-the-name"), "mooring images"));
      case "MANIFEST_UNKNOWN" ->
          new Problem(
              Code.IMAGE_MISSING,
              what,
              Messages.of("there-is-no-such-tag-or"),
              new Remedy.Command(Messages.of("check-the-name"), "mooring images"));
      case "BLOB_UNKNOWN" ->
          new Problem(
              Code.IMAGE_INCOMPLETE,
              what,
              Messages.of("the-registry-does-not-have-all"),
              new Remedy.Advice(Messages.of("push-the-image-again")));
      default ->
          new Problem(
              Code.IMAGE_MISSING,
              what,
              Messages.of("the-registry-has-nothing-of-this"),
              new Remedy.Command(Messages.of("check-the-name-and-that-a"), "mooring images"));
    };
  }

  /// What answers is no registry, or one that lies.
  public static MooringException nonsense(URI uri, String why, Answer answer) {
    return nonsense(uri, why, detail(answer));
  }

  /// The same where it is no answer as a whole that makes no sense.
  ///
  /// @param detail for a bug report, free of secrets
  public static MooringException nonsense(URI uri, String why, String detail) {
    return new Problem(
            Code.NOT_A_REGISTRY,
            Messages.of("is-not-a-registry", origin(uri)),
            why,
            new Remedy.Command(
                Messages.of("check-the-address-and-what-listens"), "mooring connect"),
            detail)
        .raise();
  }

  static MooringException elsewhere(URI from, String target) {
    return nonsense(
        from,
        Messages.of("it-redirects-to", Unreadable.brief(target)),
        Messages.of("asked-sent-to", from, Unreadable.brief(target)));
  }

  static MooringException unreachable(String what, URI base, IOException e) {
    // A refused connection has no message.
    String detail =
        e.getMessage() == null
            ? ""
            : e.getClass().getSimpleName() + ": " + Unreadable.brief(e.getMessage());
    if (e instanceof BoundedBody.TooLong) {
      return Unreadable.problem(what, String.valueOf(e.getMessage()), detail);
    }
    String why =
        switch (e) {
          case IOException unknown when isUnknownHost(unknown) ->
              Messages.of("the-host-is-not-known");
          case java.net.http.HttpConnectTimeoutException ignored ->
              Messages.of("does-not-accept-connections", base);
          case java.net.http.HttpTimeoutException ignored ->
              Messages.of("stopped-responding", base, e.getMessage());
          case ConnectException ignored -> Messages.of("nothing-listens-at", base);
          case javax.net.ssl.SSLException ignored ->
              Messages.of(
                  "tls-failed-with", base, Unreadable.brief(String.valueOf(e.getMessage())));
          default ->
              isNotHttp(e)
                  ? Messages.of("does-not-speak-http", base)
                  : Messages.of(
                      "the-connection-to-broke",
                      base,
                      Unreadable.brief(String.valueOf(e.getMessage())));
        };
    return new Problem(
            Code.REGISTRY_UNREACHABLE,
            what,
            why,
            new Remedy.Command(Messages.of("check-the-address-or-connect-to"), "mooring connect"),
            detail)
        .raise(e);
  }

  static boolean isUnknownHost(IOException e) {
    return e instanceof java.net.UnknownHostException
        || e.getCause() instanceof java.nio.channels.UnresolvedAddressException;
  }

  private static boolean isNotHttp(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("invalid status line") || message.contains("invalid header");
  }

  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  /// What was asked and answered, for a bug report: address, status, and the beginning of the
  /// text without control characters. Never a header, so that no token is in it.
  public static String detail(Answer answer) {
    return Messages.of(
        "asked-status-answer", answer.uri(), answer.status(), Unreadable.brief(answer.text()));
  }
}
