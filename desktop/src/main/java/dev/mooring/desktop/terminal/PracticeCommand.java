package dev.mooring.desktop.terminal;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "practice",
    description = "Walk the main job on a cluster that lives in this process; needs nothing.",
    footer = {
      "",
      "The practice cluster speaks the real protocols over loopback, but runs no processes:",
      "nothing of it outlives the command, and Debug has nothing to attach to there."
    })
final class PracticeCommand implements Callable<Integer> {
  private final Opening opening;
  private final Practice practice;

  @Option(names = "--window", description = "Open the window on it instead.")
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
