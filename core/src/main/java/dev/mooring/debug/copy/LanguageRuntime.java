package dev.mooring.debug.copy;

import dev.mooring.debug.DebugProtocol;
import dev.mooring.debug.container.DebugImage;
import dev.mooring.debug.container.Supervisor;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.Dialer;

/// A language's way to start a program under a debugger that listens in its pod.
public interface LanguageRuntime {

  /// Whether a program is of its kind.
  boolean runs(HeldProgram program);

  /// "Go 1.26.8, DWARF 5, not optimized".
  String words(HeldProgram program);

  /// Why it cannot be debugged; nothing where it can.
  ///
  /// @throws MooringException with the reason
  void check(HeldProgram program);

  /// Whether the container lacks a debugger, so that [#bring] has to put one into [CopyPod#PLACE].
  boolean brings();

  /// @param image what the supervisor runs in
  void bring(HeldProgram program, DebugImage image, Supervisor supervisor, Progress progress)
      throws InterruptedException;

  /// The container changed so that its program waits under the debugger before its first line.
  ///
  /// @param container as its manifest has it; its words are somebody else's
  /// @param port of the pod, on which the debugger listens at 127.0.0.1
  Document start(Document container, HeldProgram program, int port);

  /// What the debugger speaks on its port.
  DebugProtocol protocol();

  /// @param dialer to the debugger's port
  /// @param copy the container that runs under the debugger
  /// @param port of the pod
  Control control(HeldProgram program, TargetContainer copy, Dialer dialer, int port);
}
