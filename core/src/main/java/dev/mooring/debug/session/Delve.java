package dev.mooring.debug.session;

import dev.mooring.debug.inspect.DelveConnections;
import dev.mooring.debug.inspect.ModuleDirectory;
import dev.mooring.debug.source.Checkout;
import dev.mooring.debug.source.SourceCheck;
import dev.mooring.debug.source.SourceMapping;
import dev.mooring.debug.source.Sources;
import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.program.GoBinary;
import dev.mooring.tunnel.Dialer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Delve attached in a pod: one connection to control the program, one to look at it, each opened
/// again when it was lost. Thread-safe.
public final class Delve implements AutoCloseable {
  private static final Duration CALL = Duration.ofSeconds(5);

  /// What runs before main may take its time.
  private static final Duration ENTRY = Duration.ofSeconds(20);

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final DelveConnections connections;

  /// Opens nothing yet: each connection is made by the first call that needs it.
  ///
  /// @param dialer to the port of a Delve that accepts several clients
  /// (`--accept-multiclient`)
  public Delve(Dialer dialer) {
    connections = new DelveConnections(dialer);
  }

  /// What the program does (`State` of Delve's API), at once even while it runs.
  ///
  /// @throws MooringException when Delve cannot be reached or does not answer within the
  /// limit
  public Document state(Duration limit) throws InterruptedException {
    return connections.state(limit);
  }

  /// The same within five seconds.
  public Document state() throws InterruptedException {
    return state(CALL);
  }

  /// Lets a program that stands go on, and waits until it does; one that runs is left alone.
  /// Breakpoints stay.
  public void resume() throws InterruptedException {
    if (!state().at("Running").isTrue()) {
      connections.resume();
    }
  }

  /// Takes every breakpoint of people's out and lets the program go on: nothing stops it any
  /// more.
  public void clearAndResume() throws InterruptedException {
    halt();
    clear();
    connections.resume();
  }

  /// Clears one breakpoint of a program that stands at it.
  public void clearAndResume(long breakpoint) throws InterruptedException {
    connections.query().clearBreakpoint(breakpoint, CALL);
    resume();
  }

  /// Clears every breakpoint and ends Delve; the program runs on.
  public void detach() throws InterruptedException {
    halt();
    clear();
    connections.control().detach(CALL);
  }

  /// Where sources were when the program was built, asked of Delve in a stop of milliseconds, and
  /// whether those on the user's machine are the same.
  ///
  /// @param start in or above the module's directory on the user's machine; empty where nobody
  /// knows
  public Sources sources(GoBinary binary, String start) throws InterruptedException {
    Optional<Path> directory = directory(binary, start); // while the program still runs
    halt();
    try {
      return sources(binary, directory);
    } finally {
      connections.resume();
    }
  }

  /// The same of a program that stands, and goes on standing.
  public Sources sourcesOfStopped(GoBinary binary, String start) throws InterruptedException {
    return sources(binary, directory(binary, start));
  }

  private static Optional<Path> directory(GoBinary binary, String start) {
    return start.isEmpty() ? Optional.empty() : Checkout.of(binary.mainModule(), Path.of(start));
  }

  private Sources sources(GoBinary binary, Optional<Path> directory) throws InterruptedException {
    String module = binary.mainModule();
    String local = directory.map(Path::toString).orElse("");
    Optional<String> built = ModuleDirectory.of(connections.query(), binary.mainPackage(), module);
    SourceMapping mapping =
        new SourceMapping(
            built.isPresent()
                ? List.of(new SourceMapping.Rule(local, built.get()))
                : mainDirectory(local));
    return new Sources(module, directory, mapping, compare(directory, mapping, module));
  }

  private SourceCheck.Result compare(Optional<Path> directory, SourceMapping mapping, String module)
      throws InterruptedException {
    try {
      return directory.isPresent()
          ? new SourceCheck(connections.query(), mapping).compare(module)
          : SourceCheck.Result.none();
    } catch (MooringException e) {
      return SourceCheck.Result.none(); // a program without lines
    }
  }

  /// Lets a program that stands run to the first line of a function. It may end before.
  ///
  /// @throws MooringException when it has no such function
  public void runTo(String function) throws InterruptedException {
    long id =
        connections
            .query()
            .call("CreateBreakpoint", Map.of("Breakpoint", Map.of("functionName", function)), CALL)
            .at("Breakpoint", "id")
            .integer()
            .orElse(0L);
    connections.resume();
    long deadline = System.nanoTime() + ENTRY.toNanos();
    while (state().at("Running").isTrue() && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE);
    }
    if (!state().at("Running").isTrue() && !state().at("exited").isTrue()) {
      connections.query().clearBreakpoint(id, CALL);
    }
  }

  @Override
  public void close() {
    connections.close();
  }

  private List<SourceMapping.Rule> mainDirectory(String local) throws InterruptedException {
    try {
      return connections
          .query()
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
      connections.halt(CALL);
    }
  }

  private void clear() throws InterruptedException {
    for (Document each : connections.query().breakpoints(CALL)) {
      connections.query().clearBreakpoint(each.at("id").integer().orElse(0L), CALL);
    }
  }
}
