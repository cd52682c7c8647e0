package dev.mooring.desktop.shell;

import dev.mooring.problem.Problem;

/// What the middle of the window is about.
public sealed interface ShellState {

  /// The kubeconfig is being read.
  record Reading() implements ShellState {}

  /// No file is at the places where kubectl looks.
  ///
  /// @param source those places
  record NoKubeconfig(String source) implements ShellState {}

  /// A file is there and names no context.
  record NoContext(String source) implements ShellState {}

  /// A file is there and cannot be read.
  record Unreadable(Problem problem) implements ShellState {}

  record Opening(String context) implements ShellState {}

  record Open(Contexts.Opened opened) implements ShellState {}

  /// The context that was asked for cannot be opened, and none is open.
  record Failed(Problem problem) implements ShellState {}
}
