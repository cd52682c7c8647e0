package dev.mooring.debug.copy;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.DebugProtocol;
import dev.mooring.debug.program.Language;
import dev.mooring.debug.running.RunningDebugpy;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.tunnel.Dialer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Programs in Python, where the image has debugpy. They wait for their editor.
public final class PythonRuntime extends OwnDebugger {
  /// Options of the interpreter whose value is the next word.
  private static final List<String> WITH_VALUE = List.of("-X", "-W", "--check-hash-based-pycs");

  private final Cluster cluster;

  public PythonRuntime(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public boolean runs(HeldProgram program) {
    return Language.named(program.executable()).equals(Optional.of(Language.PYTHON));
  }

  @Override
  public String words(HeldProgram program) {
    return ("Python " + Language.version(program.executable())).strip();
  }

  /// debugpy takes a file, a module or code, as the interpreter does; its options come before.
  @Override
  List<String> arguments(List<String> own, int port) {
    int program = 0;
    while (program < own.size() && isOption(own.get(program))) {
      program += WITH_VALUE.contains(own.get(program)) ? 2 : 1;
    }
    int split = Math.min(program, own.size());
    List<String> all = new ArrayList<>(own.subList(0, split));
    all.addAll(List.of("-m", "debugpy", "--listen", "127.0.0.1:" + port, "--wait-for-client"));
    all.addAll(own.subList(split, own.size()));
    return all;
  }

  private static boolean isOption(String word) {
    return word.startsWith("-") && !word.equals("-m") && !word.equals("-c") && !word.equals("-");
  }

  @Override
  public DebugProtocol protocol() {
    return DebugProtocol.DEBUGPY;
  }

  @Override
  public Control control(HeldProgram program, TargetContainer copy, Dialer dialer, int port) {
    return new EditorControl(
        new RunningDebugpy(port, copy.spec().at("workingDir").textOrEmpty()), cluster, copy, "");
  }
}
