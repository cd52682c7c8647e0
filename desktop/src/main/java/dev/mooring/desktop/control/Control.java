package dev.mooring.desktop.control;

/// What a running Mooring does when it is asked through its socket.
public interface Control {
  /// Whether it has the window.
  boolean hasWindow();

  /// Answers one request; called on a thread of its own, and interrupted when nobody listens.
  ///
  /// @throws dev.mooring.problem.MooringException which is told to who asked
  void answer(Request request, Answers answers) throws InterruptedException;
}
