package dev.mooring.desktop.terminal;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/// A command about forwards that exist, wherever they run. It needs no cluster of its own.
abstract class ForwardQuery implements Callable<Integer> {
  private final Opening opening;

  @Option(names = "--context", paramLabel = "NAME")
  String context = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = Format.Parser.class)
  Format format = Format.TEXT;

  ForwardQuery(Opening opening) {
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
