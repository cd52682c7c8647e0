package dev.mooring.debug.inspect;

import java.util.List;

/// What can be read of a program: of one that a debugger is attached to, or of a snapshot.
///
/// Failures are [MooringException]s. Thread-safe.
public interface ProgramState extends AutoCloseable {

  /// All goroutines, grouped by where they are.
  ///
  /// @param stacks how many groups get the stack of their first goroutine, the largest ones
  Goroutines goroutines(int stacks) throws InterruptedException;

  /// The calls of a goroutine, innermost first.
  ///
  /// @param goroutine 0 for the selected one
  List<Frame> stack(long goroutine) throws InterruptedException;

  /// Arguments and local variables of a call, in this order.
  ///
  /// @param goroutine 0 for the selected one
  /// @param frame 0 for the innermost call
  List<Value> variables(long goroutine, int frame) throws InterruptedException;

  /// Evaluates an expression of Go.
  ///
  /// @param goroutine 0 for the selected one
  /// @param frame 0 for the innermost call
  Value eval(String expression, long goroutine, int frame) throws InterruptedException;

  @Override
  void close();
}
