package dev.mooring.debug.copy;

import dev.mooring.debug.DebugSession.Handover;
import dev.mooring.debug.DebugSession.State;
import dev.mooring.debug.source.Sources;
import dev.mooring.problem.MooringException;
import java.net.InetSocketAddress;
import java.util.List;

/// A debugger that listens in a pod, under which a program was started.
public interface Control extends AutoCloseable {

  /// Waits until the debugger answers, and lets the program run to where the session begins.
  ///
  /// @param stopAt as in [Mode]
  /// @throws MooringException when it does not answer, or has no such function
  void begin(String stopAt) throws InterruptedException;

  /// Lines for editors.
  ///
  /// @param title what they call the session
  /// @param source in or above the user's sources; empty when not known
  List<Handover> handovers(String title, InetSocketAddress address, String source)
      throws InterruptedException;

  /// The program's sources, once the lines for editors were asked for.
  default Sources sources() {
    return Sources.unknown();
  }

  /// What the program does.
  ///
  /// @throws MooringException when the debugger does not answer
  State look() throws InterruptedException;

  void resume() throws InterruptedException;

  void clearAndResume() throws InterruptedException;

  @Override
  void close();
}
