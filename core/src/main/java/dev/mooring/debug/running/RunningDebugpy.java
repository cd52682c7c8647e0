package dev.mooring.debug.running;

import dev.mooring.debug.DebugProtocol;
import dev.mooring.debug.DebugSession.Handover;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A Python program that was started by `python -m debugpy --listen`.
///
/// @param port where it listens in the pod
/// @param directory in which the container starts, for an editor's path mapping; empty where
/// its manifest has none
public record RunningDebugpy(int port, String directory) implements RunningDebugger {

  static Optional<RunningDebugpy> of(TargetContainer target, Launch launch) {
    String directory = target.spec().at("workingDir").textOrEmpty();
    return port(launch.words())
        .or(() -> Skaffold.port(target, "dap"))
        .map(port -> new RunningDebugpy(port, directory));
  }

  private static Optional<Integer> port(List<String> words) {
    int debugpy = words.indexOf("debugpy");
    if (debugpy < 1 || !words.get(debugpy - 1).equals("-m")) {
      return Optional.empty();
    }
    for (int i = debugpy + 1; i < words.size(); i++) {
      String each = words.get(i);
      if (each.startsWith("--listen=")) {
        return Launch.port(each.substring(each.indexOf('=') + 1));
      }
      if (each.equals("--listen") && i + 1 < words.size()) {
        return Launch.port(words.get(i + 1));
      }
      if (!each.startsWith("--")) {
        break; // the program, whose words follow
      }
    }
    return Optional.empty();
  }

  @Override
  public DebugProtocol protocol() {
    return DebugProtocol.DEBUGPY;
  }

  @Override
  public String name() {
    return "debugpy";
  }

  @Override
  public List<Handover> handovers(String title, InetSocketAddress address) {
    Map<String, Object> connect = new LinkedHashMap<>();
    connect.put("host", address.getAddress().getHostAddress());
    connect.put("port", address.getPort());
    Map<String, Object> mapping = new LinkedHashMap<>();
    mapping.put("localRoot", "${workspaceFolder}");
    mapping.put("remoteRoot", directory.isEmpty() ? "." : directory);
    Map<String, Object> configuration = new LinkedHashMap<>();
    configuration.put("name", title);
    configuration.put("type", "debugpy");
    configuration.put("request", "attach");
    configuration.put("connect", connect);
    configuration.put("pathMappings", List.of(mapping));
    return List.of(
        new Handover(Messages.of("vs-code"), Documents.prettyJson(Document.of(configuration))));
  }
}
