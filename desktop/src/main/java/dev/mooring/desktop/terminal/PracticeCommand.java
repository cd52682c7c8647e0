package dev.mooring.desktop.terminal;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "practice")
final class PracticeCommand implements Callable<Integer> {
  private final Opening opening;
  private final Practice practice;

  @Option(names = "--window")
  boolean window;

  PracticeCommand(Opening opening, Practice practice) {
    this.opening = opening;
    this.practice = practice;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (window) {
      practice.window();
    } else {
      practice.walk(opening.output()::line);
    }
    return 0;
  }
}
