package dev.mooring.debug;

import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.Dialer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Delve attached in a pod: one connection to control the program, one to look at it, each opened
/// again when it was lost. Thread-safe.
final class Delve implements AutoCloseable {
  private static final Duration CALL = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Connection control;
  private final Connection query;

  Delve(Dialer dialer) {
    control = new Connection(dialer);
    query = new Connection(dialer);
  }

  /// Asks again over a new connection when there is no answer: one that overtakes a `continue`
  /// finds the program halted still, then waits for the lock that the `continue` holds until the
  /// program stops, which on a quiet pod is never (Delve's `Debugger.State`).
  Document state(Duration limit) throws InterruptedException {
    Duration first = limit.dividedBy(4);
    try {
      return query.get().state(first);
    } catch (MooringException e) {
      if (!(e.getCause() instanceof TimeoutException)) {
        throw e;
      }
    }
    return query.get().state(limit.minus(first));
  }

  Document state() throws InterruptedException {
    return state(CALL);
  }

  void resume() throws InterruptedException {
    if (!state().at("Running").isTrue()) {
      control.get().resume();
    }
  }

  void clearAndResume() throws InterruptedException {
    halt();
    clear();
    control.get().resume();
  }

  /// Clears every breakpoint and ends Delve; the program runs on.
  void detach() throws InterruptedException {
    halt();
    clear();
    control.get().detach(CALL);
  }

  /// Where sources were when the program was built, asked of Delve in a stop of milliseconds.
  ///
  /// @param local directory of the module on the user's machine
  SourceMapping mapping(GoBinary binary, String local) throws InterruptedException {
    halt();
    try {
      List<SourceMapping.Rule> rules = guess(binary, local);
      return new SourceMapping(rules.isEmpty() ? mainDirectory(local) : rules);
    } finally {
      control.get().resume();
      awaitRunning();
    }
  }

  /// Going on is not answered. Whoever halts next must not overtake it.
  private void awaitRunning() throws InterruptedException {
    long deadline = System.nanoTime() + CALL.toNanos();
    while (!state().at("Running").isTrue() && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE);
    }
  }

  @Override
  public void close() {
    control.close();
    query.close();
  }

  private List<SourceMapping.Rule> guess(GoBinary binary, String local)
      throws InterruptedException {
    if (binary.mainModule().isEmpty()) {
      return List.of();
    }
    try {
      Document list =
          query
              .get()
              .call(
                  "GuessSubstitutePath",
                  Map.of(
                      "Args",
                      Map.of(
                          "ImportPathOfMainPackage",
                          binary.mainPackage(),
                          "ClientGOROOT",
                          "",
                          "ClientModuleDirectories",
                          Map.of(binary.mainModule(), local))),
                  CALL)
              .at("List");
      List<SourceMapping.Rule> rules = new ArrayList<>();
      for (Document each : list.items()) {
        List<String> pair = each.texts();
        if (pair.size() == 2 && pair.get(1).equals(local) && !pair.getFirst().isEmpty()) {
          rules.add(new SourceMapping.Rule(local, pair.getFirst()));
        }
      }
      return rules;
    } catch (MooringException e) {
      return List.of(); // Delve before 1.24, or a program it cannot guess about
    }
  }

  private List<SourceMapping.Rule> mainDirectory(String local) throws InterruptedException {
    try {
      return query
          .get()
          .call("ListPackagesBuildInfo", Map.of("IncludeFiles", false, "Filter", "^main$"), CALL)
          .at("List")
          .items()
          .stream()
          .filter(p -> p.at("ImportPath").textOrEmpty().equals("main"))
          .map(p -> p.at("DirectoryPath").textOrEmpty())
          .filter(directory -> !directory.isEmpty())
          .map(directory -> new SourceMapping.Rule(local, directory))
          .limit(1)
          .toList();
    } catch (MooringException e) {
      return List.of();
    }
  }

  private void halt() throws InterruptedException {
    if (state().at("Running").isTrue()) {
      control.get().halt(CALL);
    }
  }

  private void clear() throws InterruptedException {
    for (Document each : query.get().breakpoints(CALL)) {
      query.get().clearBreakpoint(each.at("id").integer().orElse(0L), CALL);
    }
  }

  private static final class Connection implements AutoCloseable {
    private final Dialer dialer;
    private @Nullable DelveClient client;
    private boolean closed;

    Connection(Dialer dialer) {
      this.dialer = dialer;
    }

    synchronized DelveClient get() throws InterruptedException {
      DelveClient open = client;
      if (closed) {
        throw new Problem(
                Code.DEBUG_SESSION_ENDED,
                Messages.of("delve-was-not-asked"),
                Messages.of("the-session-ended"),
                new Remedy.Advice(Messages.of("attach-again")))
            .raise();
      }
      if (open == null || open.lost()) {
        if (open != null) {
          open.close();
        }
        open = new DelveClient(dialer.dial());
        client = open;
      }
      return open;
    }

    @Override
    public synchronized void close() {
      closed = true;
      if (client != null) {
        client.close();
      }
    }
  }
}
