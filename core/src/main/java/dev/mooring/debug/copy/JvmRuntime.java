package dev.mooring.debug.copy;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.DebugProtocol;
import dev.mooring.debug.program.Language;
import dev.mooring.debug.running.RunningJdwp;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.tunnel.Dialer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Programs in a JVM, which has a debugger itself. It waits for its editor before any of the
/// program's classes is loaded.
///
/// Said in the command and not in a variable such as JAVA_TOOL_OPTIONS: each other JVM that a
/// script starts would read it too and find the port taken.
public final class JvmRuntime extends OwnDebugger {
  private final Cluster cluster;

  public JvmRuntime(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public boolean runs(HeldProgram program) {
    return Language.named(program.executable()).equals(Optional.of(Language.JVM));
  }

  @Override
  public String words(HeldProgram program) {
    return "JVM";
  }

  @Override
  List<String> arguments(List<String> own, int port) {
    List<String> all = new ArrayList<>();
    all.add("-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:" + port);
    own.stream()
        .filter(each -> !each.startsWith("-agentlib:jdwp=") && !each.startsWith("-Xrunjdwp"))
        .forEach(all::add);
    return all;
  }

  @Override
  public DebugProtocol protocol() {
    return DebugProtocol.JDWP;
  }

  @Override
  public Control control(HeldProgram program, TargetContainer copy, Dialer dialer, int port) {
    return new EditorControl(
        new RunningJdwp(port), cluster, copy, "Listening for transport dt_socket");
  }
}
