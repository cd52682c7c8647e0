package dev.mooring.debug.copy;

import dev.mooring.problem.MooringException;

/// Takes back what was made in the cluster so that a program could start under a debugger.
public interface Undo {

  /// Of what is taken back: "shop/hello-debug-bcdfgh".
  String name();

  /// What a session says that is over: "ended; the copy is deleted".
  String done();

  /// Whether others than who debugs use the program: then it goes on before it is taken back.
  default boolean servesOthers() {
    return false;
  }

  /// @throws MooringException when it cannot be taken back now; a later Mooring tries again, or
  /// offers to
  void undo() throws InterruptedException;

  /// Leaves it to a later Mooring, as a crash does.
  void leave();
}
