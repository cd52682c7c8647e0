package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Variable;

/// A line in the tree of variables.
sealed interface VariableRow {

  /// @param words "Locals"
  record Heading(String words) implements VariableRow {}

  /// @param path by which it's found again after a step: "Locals/order/Items"
  record Value(Variable variable, String path) implements VariableRow {}

  /// @param path as of a value
  record Watched(VariablesViewModel.Watch watch, String path) implements VariableRow {}

  /// There are more parts than those above.
  record More(long left) implements VariableRow {}

  /// Parts are on their way.
  record Waiting() implements VariableRow {}
}
