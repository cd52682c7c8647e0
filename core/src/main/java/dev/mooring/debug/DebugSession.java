package dev.mooring.debug;

import dev.mooring.debug.editor.Endpoint;
import dev.mooring.debug.source.Sources;
import dev.mooring.job.Observed;
import dev.mooring.problem.Problem;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A debugger at a container, mostly Delve. Closing detaches it cleanly and leaves the application
/// running.
///
/// Where the cluster makes the container anew, Delve is attached to the new one, at the same
/// address; what [#verdict] and [#binary] say changes then.
public interface DebugSession extends AutoCloseable {

  Verdict verdict();

  /// What the binary says: "Go 1.26.8, DWARF 5, optimised".
  String binary();

  /// What is spoken at [#address].
  default DebugProtocol protocol() {
    return DebugProtocol.DELVE;
  }

  /// Whether Mooring's own debugger can connect at [#address], beside an editor.
  default boolean isShared() {
    return protocol() == DebugProtocol.DELVE;
  }

  /// After how long a stop ends, because Mooring lets the program go on or the liveness probe
  /// restarts it; empty where nothing ends it.
  default Optional<Duration> stopLimit() {
    return Optional.empty();
  }

  /// Where editors connect.
  InetSocketAddress address();

  /// Lines to use in editors.
  List<Handover> handovers();

  /// For editors that Mooring can open; empty where Delve isn't what listens.
  default Optional<Endpoint> endpoint() {
    return Optional.empty();
  }

  /// The program's sources on this machine.
  default Sources sources() {
    return Sources.unknown();
  }

  Observed<State> state();

  /// Who was refused at [#address]: each other user of this machine once, and once what speaks none
  /// of the debugger's protocols, such as a web page; the newest last.
  Observed<List<Problem>> refusals();

  /// What is about to happen because the program has stood still for most of the time that its
  /// probes allow; once for each stop, empty otherwise.
  default Observed<Optional<String>> pressing() {
    return new Observed<>(Optional.empty());
  }

  /// Lets a stopped application go on; its breakpoints stay. For when an editor left it stopped.
  ///
  /// @throws dev.mooring.problem.MooringException when Delve does not answer
  void resume() throws InterruptedException;

  /// Removes all breakpoints and lets the application go on.
  ///
  /// @throws dev.mooring.problem.MooringException when Delve does not answer
  void clearAndResume() throws InterruptedException;

  /// Detaches: breakpoints cleared, application running. Blocks until it is so, at most some
  /// seconds. Dismisses a session that ended by itself.
  @Override
  void close();

  /// @param editor "dlv", "VS Code", "GoLand"
  /// @param text what to run or to paste
  record Handover(String editor, String text) {}

  /// @param problem why it ended, when not by the user: its code is `POD_GONE` when the pod was
  /// deleted or evicted, else `DEBUG_SESSION_ENDED`
  record State(Phase phase, String words, @Nullable Problem problem) {}

  enum Phase {
    RUNNING,
    STOPPED,

    /// The container is gone and expected back; Delve is attached again then.
    WAITING,
    ENDED
  }
}
