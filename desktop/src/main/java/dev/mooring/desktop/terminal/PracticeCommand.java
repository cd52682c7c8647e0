package dev.mooring.desktop.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "practice")
final class PracticeCommand implements Callable<Integer> {
  private final Opening opening;
  private final Practice practice;

  @Option(names = "--window")
  boolean window;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = Format.Parser.class)
  Format format = Format.TEXT;

  PracticeCommand(Opening opening, Practice practice) {
    this.opening = opening;
    this.practice = practice;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (window) {
      practice.window();
    } else if (format == Format.JSON) {
      List<String> steps = new ArrayList<>();
      practice.walk(steps::add);
      opening.output().json(Map.of("steps", steps));
    } else {
      practice.walk(opening.output()::line);
    }
    return 0;
  }
}
