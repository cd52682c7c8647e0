package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.app.TestWorkspaces;
import dev.mooring.desktop.control.ControlSocket;
import dev.mooring.desktop.control.ForwardControl;
import dev.mooring.desktop.control.SocketDirectory;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Forwards out of a file and into one.
final class ForwardExchangeCommandTest {
  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      current-context: lab
      clusters: [{name: lab, cluster: {server: "https://127.0.0.1:1"}}]
      users: [{name: ana, user: {}}]
      contexts: [{name: lab, context: {cluster: lab, user: ana, namespace: dev}}]
      """;

  private static final String FORWARDS =
      """
      forwards:
        - {name: api, target: svc/api, port: 80, localPort: 8080, running: true}
        - {name: db, target: sts/db, port: 5432, addresses: [0.0.0.0], context: elsewhere}
        - {name: broken, target: job/x, port: 1}
      """;

  @TempDir Path home;

  @Test
  void whatIsImportedIsKeptAtRestWhereItBelongs() throws IOException {
    Terminal.Ended ended = terminal().run("forward", "import", file(), "--group", "work");
    assertEquals(0, ended.code(), ended.err());
    assertTrue(ended.out().contains("Added 2 forwards from "), ended.out());
    assertTrue(ended.err().contains("db, addresses, changed: 127.0.0.1 and ::1"), ended.err());
    assertTrue(ended.err().contains("broken, left out"), ended.err());
    assertTrue(ended.err().contains("no context elsewhere"), ended.err());
    List<Document> kept =
        Documents.json(Files.readString(home.resolve("settings.json")), "the settings")
            .at("forwards")
            .items();
    assertEquals(
        List.of("api lab dev work", "db elsewhere default work"),
        kept.stream()
            .map(
                each ->
                    each.at("name").textOrEmpty()
                        + " "
                        + each.at("context").textOrEmpty()
                        + " "
                        + each.at("namespace").textOrEmpty()
                        + " "
                        + each.at("group").textOrEmpty())
            .toList());
    assertTrue(kept.stream().noneMatch(each -> each.at("running").isTrue()));
  }

  @Test
  void aRunningWindowKeepsThemAndSaysWhichItCannot() throws IOException {
    FabricKubeconfig kubeconfig = kubeconfig();
    try (Workspaces workspaces = TestWorkspaces.over(kubeconfig);
        SettingsFile settings = SettingsFile.open(home.resolve("settings.json"));
        ControlSocket socket =
            ControlSocket.listen(
                SocketDirectory.at(home.resolve("run")),
                4_294_967_001L,
                ForwardControl.ofWindow(4_294_967_001L, workspaces, settings, link -> {}))) {
      Terminal.Ended ended = new Terminal(kubeconfig, home).run("forward", "import", file());
      assertEquals(1, ended.code(), ended.err());
      assertTrue(ended.err().contains("elsewhere"), ended.err());
      assertEquals(
          List.of("api"),
          settings.settings().get().forwards().stream()
              .map(each -> each.at("name").textOrEmpty())
              .toList());
      assertTrue(workspaces.all().get().stream().allMatch(w -> w.forwards().all().get().isEmpty()));
    }
  }

  @Test
  void aDryRunKeepsNothingAndProgramsGetEveryField() throws IOException {
    Terminal.Ended ended =
        terminal().run("forward", "import", file(), "--dry-run", "--output", "json");
    assertEquals(0, ended.code(), ended.err());
    Document said = Documents.json(ended.out(), "the answer");
    assertEquals("yaml", said.at("format").textOrEmpty());
    assertEquals(2, said.at("forwards").items().size());
    assertTrue(
        said.at("report").items().stream()
            .anyMatch(
                each ->
                    each.at("field").textOrEmpty().equals("localPort")
                        && each.at("kind").textOrEmpty().equals("taken")));
    assertTrue(Files.notExists(home.resolve("settings.json")));
  }

  @Test
  void exportWritesWhatToolsCanReadAndNoFileTwice() throws IOException {
    Terminal terminal = terminal();
    Terminal.Ended text = terminal.run("forward", "export");
    assertEquals(0, text.code(), text.err());
    assertTrue(text.out().contains("version: 1"), text.out());
    String target = home.resolve("out.json").toString();
    assertEquals(0, terminal.run("forward", "export", "--format", "kftray", target).code());
    assertEquals("[ ]\n", Files.readString(Path.of(target)));
    Terminal.Ended again = terminal.run("forward", "export", "--format", "kftray", target);
    assertEquals(1, again.code());
    assertTrue(again.err().contains("already exists"), again.err());
  }

  @Test
  void wrongFilesAndFormatsAreSaid() throws IOException {
    Terminal terminal = terminal();
    assertEquals(2, terminal.run("forward", "import", file(), "--format", "lens").code());
    Terminal.Ended missing = terminal.run("forward", "import", home.resolve("no").toString());
    assertEquals(1, missing.code());
    assertTrue(missing.err().contains("doesn't exist"), missing.err());
    Terminal.Ended other =
        terminal.run("forward", "import", Files.writeString(home.resolve("x"), "hi").toString());
    assertEquals(1, other.code());
    assertTrue(other.err().contains("Can't recognize"), other.err());
  }

  private String file() throws IOException {
    return Files.writeString(home.resolve("forwards.yaml"), FORWARDS).toString();
  }

  private Terminal terminal() throws IOException {
    return new Terminal(kubeconfig(), home);
  }

  private FabricKubeconfig kubeconfig() throws IOException {
    return new FabricKubeconfig(List.of(Files.writeString(home.resolve("kubeconfig"), KUBECONFIG)));
  }
}
