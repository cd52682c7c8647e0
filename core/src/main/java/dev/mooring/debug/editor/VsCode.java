package dev.mooring.debug.editor;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Visual Studio Code with the Go extension.
///
/// The extension has no address that starts a session, so a workspace file of Mooring's own brings
/// the configuration; nothing in the checkout is changed.
record VsCode() implements Editor {
  private static final String HERE = "${workspaceFolder}";

  @Override
  public String id() {
    return "vscode";
  }

  @Override
  public String name() {
    return "VS Code";
  }

  /// A configuration for `.vscode/launch.json`.
  @Override
  public String text(Endpoint session) {
    return Documents.prettyJson(Document.of(configuration(session)));
  }

  @Override
  public Opening opening(Endpoint session, Path directory) {
    Path workspace = directory.resolve("mooring.code-workspace");
    List<Map<String, String>> folders =
        session.sources().map(each -> Map.of("path", each.toString())).stream().toList();
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("folders", folders);
    content.put(
        "launch", Map.of("version", "0.2.0", "configurations", List.of(configuration(session))));
    return new Opening(
        false,
        Map.of(workspace, Documents.prettyJson(Document.of(content))),
        List.of(
            "code",
            "codium",
            "code-insiders",
            "cursor",
            "/snap/bin/code",
            "/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code",
            "~/AppData/Local/Programs/Microsoft VS Code/bin/code.cmd"),
        List.of(workspace.toString()),
        false,
        Messages.of("press-f5"));
  }

  /// `debugAdapter` is said because the extension would else fall back to its old adapter where no
  /// dlv is installed.
  private static Map<String, Object> configuration(Endpoint session) {
    Map<String, Object> configuration = new LinkedHashMap<>();
    configuration.put("name", session.title());
    configuration.put("type", "go");
    configuration.put("request", "attach");
    configuration.put("mode", "remote");
    configuration.put("debugAdapter", "dlv-dap");
    configuration.put("host", session.host());
    configuration.put("port", session.address().getPort());
    configuration.put("stopOnEntry", false);
    configuration.put(
        "substitutePath",
        session.mapping().rules().stream()
            .map(
                rule -> {
                  Map<String, Object> entry = new LinkedHashMap<>();
                  entry.put("from", rule.local().isEmpty() ? HERE : rule.local());
                  entry.put("to", rule.built());
                  return entry;
                })
            .toList());
    return configuration;
  }
}
