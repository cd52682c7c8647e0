package dev.mooring.debug;

import dev.mooring.debug.DebugSession.Handover;
import dev.mooring.debug.editor.Endpoint;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A Node.js program that was started with `--inspect` or one of its kin.
record RunningInspector(int port, String directory) implements RunningDebugger {
  static final int USUAL = 9229;
  private static final List<String> FLAGS = List.of("--inspect", "--inspect-brk", "--inspect-wait");

  static Optional<RunningInspector> of(TargetContainer target, Launch launch) {
    String directory = target.spec().at("workingDir").textOrEmpty();
    return ofCommand(launch.words())
        .or(() -> ofFlags(launch.words("NODE_OPTIONS")))
        .or(() -> Skaffold.port(target, "devtools"))
        .map(port -> new RunningInspector(port, directory));
  }

  /// Flags of Node.js stand between its name and the script; other programs may have the same.
  private static Optional<Integer> ofCommand(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (Launch.calls(words.get(i), "node") || Launch.calls(words.get(i), "nodejs")) {
        int end = i + 1;
        while (end < words.size() && words.get(end).startsWith("-")) {
          end++;
        }
        return ofFlags(words.subList(i + 1, end));
      }
    }
    return Optional.empty();
  }

  private static Optional<Integer> ofFlags(List<String> words) {
    boolean listens = false;
    int port = USUAL;
    for (String each : words) {
      int equals = each.indexOf('=');
      String flag = equals < 0 ? each : each.substring(0, equals);
      boolean starts = FLAGS.contains(flag);
      listens |= starts;
      if (equals > 0 && (starts || flag.equals("--inspect-port"))) {
        // "--inspect=127.0.0.1" has a host alone.
        String address = each.substring(equals + 1);
        if (address.matches("[0-9]+|.*:[0-9]+")) {
          Optional<Integer> named = Launch.port(address);
          if (named.isEmpty()) {
            return Optional.empty();
          }
          port = named.get();
        }
      }
    }
    return listens ? Optional.of(port) : Optional.empty();
  }

  @Override
  public DebugProtocol protocol() {
    return DebugProtocol.INSPECTOR;
  }

  @Override
  public String name() {
    return Messages.of("the-node-inspector");
  }

  @Override
  public List<Handover> handovers(String title, InetSocketAddress address) {
    String place = new Endpoint(title, address).hostAndPort();
    Map<String, Object> configuration = new LinkedHashMap<>();
    configuration.put("name", title);
    configuration.put("type", "node");
    configuration.put("request", "attach");
    configuration.put("address", address.getAddress().getHostAddress());
    configuration.put("port", address.getPort());
    configuration.put("localRoot", "${workspaceFolder}");
    if (!directory.isEmpty()) {
      configuration.put("remoteRoot", directory);
    }
    configuration.put("skipFiles", List.of("<node_internals>/**"));
    return List.of(
        new Handover("node inspect", "node inspect " + place),
        new Handover(Messages.of("vs-code"), Documents.prettyJson(Document.of(configuration))),
        new Handover("Chrome", Messages.of("chrome-inspect", place)));
  }
}
