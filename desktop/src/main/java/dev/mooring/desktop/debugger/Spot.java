package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Breakpoint;
import dev.mooring.debug.inspect.Logpoints.Point;

/// A place in the program that was marked: where it stops, or where it writes a line.
sealed interface Spot {
  record Stops(Breakpoint breakpoint) implements Spot {
    @Override
    public String file() {
      return breakpoint.file();
    }

    @Override
    public long line() {
      return breakpoint.line();
    }

    @Override
    public String rest() {
      return breakpoint.condition().isEmpty()
          ? Messages.of("hits", breakpoint.function(), breakpoint.hits())
          : Messages.of(
              "hits-if", breakpoint.function(), breakpoint.hits(), breakpoint.condition());
    }
  }

  record Logs(Point point) implements Spot {
    @Override
    public String file() {
      return point.file();
    }

    @Override
    public long line() {
      return point.line();
    }

    @Override
    public String rest() {
      return point.condition().isEmpty()
          ? Messages.of("logs", point.message())
          : Messages.of("logs-if", point.message(), point.condition());
    }
  }

  String file();

  long line();

  /// What is said of it beside its place.
  String rest();

  /// "main.go:41".
  default String words() {
    return file().substring(file().lastIndexOf('/') + 1) + ":" + line();
  }
}
