package dev.mooring.debug.copy;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.DebugProtocol;
import dev.mooring.debug.program.Language;
import dev.mooring.debug.running.RunningInspector;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.tunnel.Dialer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Programs in Node.js, which has a debugger itself. It stops at the program's first line until its
/// editor lets it go on.
public final class NodeRuntime extends OwnDebugger {
  private final Cluster cluster;

  public NodeRuntime(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public boolean runs(HeldProgram program) {
    return Language.named(program.executable()).equals(Optional.of(Language.NODE))
        && !Language.launchesNode(program.words());
  }

  @Override
  public String words(HeldProgram program) {
    return "Node.js";
  }

  @Override
  List<String> arguments(List<String> own, int port) {
    List<String> all = new ArrayList<>();
    all.add("--inspect-brk=127.0.0.1:" + port);
    boolean script = false;
    for (String each : own) {
      script |= !each.startsWith("-");
      if (script || !each.startsWith("--inspect")) {
        all.add(each);
      }
    }
    return all;
  }

  @Override
  public DebugProtocol protocol() {
    return DebugProtocol.INSPECTOR;
  }

  @Override
  public Control control(HeldProgram program, TargetContainer copy, Dialer dialer, int port) {
    return new EditorControl(
        new RunningInspector(port, copy.spec().at("workingDir").textOrEmpty()),
        cluster,
        copy,
        "Debugger listening on");
  }
}
