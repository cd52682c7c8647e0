package dev.mooring.debug;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What to run or paste in editors, so that they connect to a session.
final class Handovers {
  private final String title;
  private final InetSocketAddress address;
  private final SourceMapping mapping;

  Handovers(String title, InetSocketAddress address, SourceMapping mapping) {
    this.title = title;
    this.address = address;
    this.mapping = mapping;
  }

  List<DebugSession.Handover> all() {
    return List.of(
        new DebugSession.Handover("dlv", delve()),
        new DebugSession.Handover(Messages.of("vs-code"), visualStudioCode()),
        new DebugSession.Handover("GoLand", goLand()));
  }

  private String delve() {
    return Messages.of("dlv-connect", host(address), address.getPort());
  }

  /// A configuration for `.vscode/launch.json`. `debugAdapter` is said because the extension would
  /// else fall back to its old adapter where no dlv is installed.
  private String visualStudioCode() {
    Map<String, Object> configuration = new LinkedHashMap<>();
    configuration.put("name", title);
    configuration.put("type", "go");
    configuration.put("request", "attach");
    configuration.put("mode", "remote");
    configuration.put("debugAdapter", "dlv-dap");
    configuration.put("host", address.getAddress().getHostAddress());
    configuration.put("port", address.getPort());
    configuration.put("stopOnEntry", false);
    configuration.put(
        "substitutePath",
        mapping.rules().stream()
            .map(
                rule -> {
                  Map<String, Object> entry = new LinkedHashMap<>();
                  entry.put("from", rule.local());
                  entry.put("to", rule.built());
                  return entry;
                })
            .toList());
    return Documents.prettyJson(Document.of(configuration));
  }

  /// A file for `.run/`. LEAVE keeps Delve when GoLand disconnects.
  private String goLand() {
    return """
        <component name="ProjectRunConfigurationManager">
          <configuration default="false" name="%s" type="GoRemoteDebugConfigurationType" \
        factoryName="Go Remote" host="%s" port="%d">
            <option name="disconnectOption" value="LEAVE" />
            <disconnect value="LEAVE" />
            <method v="2" />
          </configuration>
        </component>
        """
        .formatted(xml(title), host(address), address.getPort());
  }

  static String host(InetSocketAddress address) {
    String text = address.getAddress().getHostAddress();
    return text.contains(":") ? "[" + text + "]" : text;
  }

  static String xml(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
