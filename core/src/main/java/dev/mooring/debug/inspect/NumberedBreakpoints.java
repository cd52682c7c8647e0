package dev.mooring.debug.inspect;

import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.Dialer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sets breakpoints anew that were set over Delve's JSON-RPC API, each where it was: the same line
/// of the same function.
final class NumberedBreakpoints implements AutoCloseable {
  private static final Duration CALL = Duration.ofSeconds(5);

  /// What stays true of one in another build of the program.
  private static final List<String> KEPT =
      List.of(
          "file",
          "line",
          "Cond",
          "HitCond",
          "HitCondPerG",
          "goroutine",
          "stacktrace",
          "variables",
          "LoadArgs",
          "LoadLocals");

  private final DelveConnections delve;

  NumberedBreakpoints(Dialer dialer) {
    delve = new DelveConnections(dialer);
  }

  /// @param failed gets those that could not be set, with why
  /// @return those that were, as Delve has them now
  List<Document> set(List<Document> wanted, List<String> failed) throws InterruptedException {
    List<Document> done = new ArrayList<>();
    boolean ran = delve.state(CALL).at("Running").isTrue();
    if (ran) {
      delve.halt(CALL);
    }
    try {
      for (Document each : wanted) {
        try {
          done.add(set(each));
        } catch (MooringException e) {
          failed.add(Messages.of("place-and-why", place(each), Values.line(e.problem().why())));
        }
      }
    } finally {
      if (ran) {
        delve.resume();
      }
    }
    return done;
  }

  private Document set(Document wanted) throws InterruptedException {
    Map<String, Object> breakpoint = new LinkedHashMap<>();
    for (String field : KEPT) {
      if (!wanted.at(field).isNothing()) {
        breakpoint.put(field, wanted.at(field));
      }
    }
    String name = wanted.at("name").textOrEmpty();
    if (name.matches("[A-Za-z][A-Za-z0-9]{0,99}")) {
      breakpoint.put("name", name);
    }
    DelveClient client = delve.query();
    Document set =
        client.call("CreateBreakpoint", Map.of("Breakpoint", breakpoint), CALL).at("Breakpoint");
    long id = set.at("id").integer().orElse(0L);
    String function = wanted.at("functionName").textOrEmpty();
    String now = set.at("functionName").textOrEmpty();
    if (!function.isEmpty() && !function.equals(now)) {
      client.clearBreakpoint(id, CALL);
      throw new Problem(
              Code.DELVE_FAILED,
              Messages.of("no-breakpoint-was-set"),
              Messages.of("the-line-is-now-in", now),
              new Remedy.Advice(Messages.of("name-a-file-and-line")))
          .raise();
    }
    if (wanted.at("disabled").isTrue()) {
      client.call("ToggleBreakpoint", Map.of("Id", id, "Name", ""), CALL);
    }
    return set;
  }

  private static String place(Document breakpoint) {
    String file = breakpoint.at("file").textOrEmpty();
    return Values.line(file.substring(file.lastIndexOf('/') + 1))
        + ":"
        + breakpoint.at("line").integer().orElse(0L);
  }

  @Override
  public void close() {
    delve.close();
  }
}
