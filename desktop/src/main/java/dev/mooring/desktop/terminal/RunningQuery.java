package dev.mooring.desktop.terminal;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/// A command about what running Moorings have, forwards or sessions. It needs no cluster itself.
abstract class RunningQuery implements Callable<Integer> {
  private final Opening opening;

  @Option(names = "--context", paramLabel = "NAME")
  String context = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = Format.Parser.class)
  Format format = Format.TEXT;

  RunningQuery(Opening opening) {
    this.opening = opening;
  }

  final Opening opening() {
    return opening;
  }

  final Output output() {
    return opening.output();
  }

  final void show(Table table) {
    output().table(table, format == Format.WIDE);
  }

  final boolean json() {
    return format == Format.JSON;
  }
}
