package dev.mooring.registry;

import dev.mooring.document.Printable;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/// Puts what a registry, its sidecar or the line answered into the user's words.
final class Refusals {
  private static final int SHOWN = 500;

  private Refusals() {}

  /// What a failing status means.
  ///
  /// @param what what did not happen, "Cannot list the tags of ana/app"
  static MooringException refused(String what, String repository, Answer answer) {
    boolean writing = !what.startsWith("Cannot read") && !what.startsWith("Cannot list");
    String code = answer.errorCode();
    Problem problem =
        switch (answer.status()) {
          case 401 ->
              new Problem(
                  Code.REGISTRY_LOGIN_NEEDED,
                  what,
                  "the registry asks for a login, which Mooring does not do",
                  new Remedy.Command(
                      "Use a registry without passwords, or the one of the cluster",
                      "mooring connect"));
          case 403 -> forbidden(what, repository, writing, answer);
          case 404 -> notFound(what, code);
          case 405 ->
              new Problem(
                  Code.REGISTRY_READ_ONLY,
                  what,
                  "the registry does not allow it: it is read-only"
                      + " or deleting is switched off",
                  new Remedy.Advice(
                      "Wait until garbage collection is over; for deletes set"
                          + " REGISTRY_STORAGE_DELETE_ENABLED=true on a registry of your own"));
          case 429 ->
              new Problem(
                  Code.REGISTRY_BUSY,
                  what,
                  "the registry gets too many requests",
                  new Remedy.Wait("Try again in a minute", Duration.ofMinutes(1)));
          default ->
              answer.status() >= 500
                  ? new Problem(
                      Code.REGISTRY_FAILED,
                      what,
                      "the registry failed with status " + answer.status(),
                      new Remedy.Command(
                          "Look at its log, and try again when it is well", "mooring verify"))
                  : new Problem(
                      Code.REGISTRY_FAILED,
                      what,
                      "the registry refused with status "
                          + answer.status()
                          + (code.isEmpty() ? "" : " " + brief(code)),
                      new Remedy.Advice("Check name and content, or look at the registry's log"));
        };
    return problem.withDetail(detail(answer)).raise();
  }

  private static Problem forbidden(String what, String repository, boolean writing, Answer answer) {
    if (answer.header("Server").orElse("").startsWith("AirTunes")) {
      return new Problem(
          Code.PORT_TAKEN,
          what,
          "AirPlay Receiver of macOS uses this port",
          new Remedy.Advice(
              "Switch AirPlay Receiver off in the system settings, or use another port"));
    }
    String verb = writing ? "write to " : "read ";
    String where = repository.isEmpty() ? "this registry" : "repository " + repository;
    return new Problem(
        writing ? Code.NOT_A_WRITER : Code.NOT_ALLOWED,
        what,
        "the identity of this connection cannot " + verb + where,
        writing
            ? new Remedy.Command(
                "Push under a prefix that is yours, or ask an administrator to run",
                "mooring writer add NAME --repositories '"
                    + (repository.isEmpty() ? "NAME" : repository)
                    + "'")
            : new Remedy.Command(
                "Ask an administrator to let your identity read it, or connect again",
                "mooring connect"));
  }

  private static Problem notFound(String what, String code) {
    return switch (code) {
      case "NAME_UNKNOWN" ->
          new Problem(
              Code.IMAGE_MISSING,
              what,
              "there is no such repository",
              new Remedy.Command("Check the name", "mooring images"));
      case "MANIFEST_UNKNOWN" ->
          new Problem(
              Code.IMAGE_MISSING,
              what,
              "there is no such tag or digest",
              new Remedy.Command("Check the name", "mooring images"));
      case "BLOB_UNKNOWN" ->
          new Problem(
              Code.IMAGE_INCOMPLETE,
              what,
              "the registry does not have all parts of this image",
              new Remedy.Advice("Push the image again"));
      default ->
          new Problem(
              Code.IMAGE_MISSING,
              what,
              "the registry has nothing of this name",
              new Remedy.Command(
                  "Check the name, and that a registry answers at this address", "mooring images"));
    };
  }

  /// What answers is no registry, or one that lies.
  static MooringException nonsense(URI uri, String why, Answer answer) {
    return nonsense(uri, why, detail(answer));
  }

  static MooringException nonsense(URI uri, String why, String detail) {
    return new Problem(
            Code.NOT_A_REGISTRY,
            "What answers at " + origin(uri) + " does not behave as a registry",
            why,
            new Remedy.Command(
                "Check the address and what listens there, or use the registry of the cluster",
                "mooring connect"),
            detail)
        .raise();
  }

  static MooringException elsewhere(URI from, String target) {
    return nonsense(
        from,
        "it sends Mooring to another place: " + brief(target),
        "asked: " + from + "\nsent to: " + brief(target));
  }

  static MooringException unreachable(String what, URI base, IOException e) {
    String detail = e.getClass().getSimpleName() + ": " + brief(String.valueOf(e.getMessage()));
    if (e instanceof BoundedBody.TooLong) {
      return Unreadable.problem(what, String.valueOf(e.getMessage()), detail);
    }
    String why =
        switch (e) {
          case java.net.UnknownHostException ignored -> "the host is not known";
          case java.net.http.HttpConnectTimeoutException ignored ->
              base + " does not take connections";
          case java.net.http.HttpTimeoutException ignored ->
              base + " stopped answering: " + e.getMessage();
          case ConnectException c
              when c.getCause() instanceof java.nio.channels.UnresolvedAddressException ->
              "the host is not known";
          case ConnectException ignored -> "nothing listens at " + base;
          case javax.net.ssl.SSLException ignored ->
              base + " could not agree on TLS: " + brief(String.valueOf(e.getMessage()));
          default ->
              isNotHttp(e)
                  ? base + " does not speak HTTP"
                  : "the connection to "
                      + base
                      + " broke: "
                      + brief(String.valueOf(e.getMessage()));
        };
    return new Problem(
            Code.REGISTRY_UNREACHABLE,
            what,
            why,
            new Remedy.Command(
                "Check the address, or connect to the registry of the cluster", "mooring connect"),
            detail)
        .raise(e);
  }

  private static boolean isNotHttp(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("invalid status line") || message.contains("invalid header");
  }

  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  static String detail(Answer answer) {
    return "asked: "
        + answer.uri()
        + "\nstatus: "
        + answer.status()
        + "\nanswer: "
        + brief(answer.text());
  }

  /// Text of others, short and without control characters.
  static String brief(String text) {
    return Printable.line(text, SHOWN);
  }
}
