package dev.mooring.job;

/// Work that a [Job] runs: blocking, on a virtual thread, cancelled by interrupt.
@FunctionalInterface
public interface Work<T> {

  /// @throws InterruptedException when cancelled; what was half done must be left so that running
  /// again completes it
  /// @throws dev.mooring.problem.MooringException when it failed
  T run(Progress progress) throws InterruptedException;
}
