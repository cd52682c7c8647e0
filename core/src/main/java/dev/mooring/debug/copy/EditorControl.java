package dev.mooring.debug.copy;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.debug.DebugSession.Handover;
import dev.mooring.debug.DebugSession.Phase;
import dev.mooring.debug.DebugSession.State;
import dev.mooring.debug.running.RunningDebugger;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Printable;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// A debugger that serves one client, which is the user's editor: Mooring only sees that it begins
/// to listen, by what it writes.
final class EditorControl implements Control {
  private static final Duration LISTENING = Duration.ofSeconds(30);

  /// In which one that writes nothing fails, if it does.
  private static final Duration SILENT = Duration.ofSeconds(3);

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int LINES = 50;

  private final RunningDebugger debugger;
  private final Cluster cluster;
  private final TargetContainer copy;
  private final String mark;

  /// @param mark what the debugger writes once it listens; empty where it writes nothing
  EditorControl(RunningDebugger debugger, Cluster cluster, TargetContainer copy, String mark) {
    this.debugger = debugger;
    this.cluster = cluster;
    this.copy = copy;
    this.mark = mark;
  }

  @Override
  public void begin(String stopAt) throws InterruptedException {
    Duration limit = mark.isEmpty() ? SILENT : LISTENING;
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline) {
      if (!mark.isEmpty() && said().contains(mark)) {
        return;
      }
      if (!runs()) {
        throw new Problem(
                Code.DEBUG_PROGRAM_UNFIT,
                Messages.of("cannot-debug-container", copy.name()),
                Messages.of("the-copys-program-ended", debugger.name()),
                new Remedy.Advice(Messages.of("see-its-output-in-the-details")),
                said())
            .raise();
      }
      Thread.sleep(PAUSE);
    }
  }

  private boolean runs() throws InterruptedException {
    return cluster
        .get(Kind.POD, copy.pod().namespace(), copy.pod().name())
        .filter(pod -> new TargetContainer(pod, copy.name()).running())
        .isPresent();
  }

  /// Many users may debug but not read logs.
  private String said() throws InterruptedException {
    try {
      return cluster
          .log(copy.pod().namespace(), copy.pod().name(), copy.name(), LINES)
          .lines()
          .map(line -> Printable.line(line, 500))
          .reduce("", (all, line) -> all + line + "\n");
    } catch (MooringException e) {
      return "";
    }
  }

  @Override
  public List<Handover> handovers(String title, InetSocketAddress address, String source) {
    return debugger.handovers(title, address);
  }

  @Override
  public State look() {
    return new State(Phase.RUNNING, Messages.of("your-editor-has-it", debugger.name()), null);
  }

  @Override
  public void resume() {
    throw new Problem(
            Code.DELVE_FAILED,
            Messages.of("was-not-asked", debugger.name()),
            debugger.whyNotAsked(),
            new Remedy.Advice(Messages.of("use-your-editor")))
        .raise();
  }

  @Override
  public void clearAndResume() {
    resume();
  }

  @Override
  public void close() {}
}
