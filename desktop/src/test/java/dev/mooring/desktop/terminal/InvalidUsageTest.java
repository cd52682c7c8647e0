package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// What is told about words that a command cannot take.
class InvalidUsageTest {
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({
    "connect --port 99999, --port",
    "connect --port -1, --port",
    "debug deploy/api --port 80000, --port",
    "install --node-port 65536, --node-port",
    "render --node-port 0, --node-port",
    "forward svc/api 99999, 99999",
    "settings localPort 65536, 65536"
  })
  void aPortThatIsNoneIsInvalidUsage(String line, String named) {
    Terminal.Ended ended = nowhere().run(line.split(" ", -1));
    assertEquals(2, ended.code(), ended.err());
    assertTrue(ended.err().contains(named) && ended.err().contains("65535"), ended.err());
  }

  @Test
  void aWrongOptionIsToldInThreeLinesWithTheOneThatWasMeant() {
    Terminal.Ended ended = nowhere().run("connect", "--prot", "5001");
    assertEquals(2, ended.code());
    assertEquals(
        """
        mooring: Unknown option: '--prot'
        Did you mean --port?
        See 'mooring connect --help'.
        """,
        ended.err());
  }

  @Test
  void aWrongCommandIsToldWithTheOneThatWasMeant() {
    Terminal.Ended ended = nowhere().run("forwrad", "svc/api", "80");
    assertEquals(2, ended.code());
    assertEquals(
        """
        mooring: Unknown command: 'forwrad'
        Did you mean forward?
        See 'mooring --help'.
        """,
        ended.err());
  }

  @Test
  void aMissingTargetShowsTheRightForm() {
    Terminal.Ended ended = nowhere().run("forward");
    assertEquals(2, ended.code());
    assertTrue(
        ended.err().contains("Missing target. Example: mooring forward svc/api 8080:80"),
        ended.err());
  }

  @Test
  void everyCommandThatPrintsTakesOutputJson() {
    List<String> without = new ArrayList<>();
    collect(CommandTree.of(home), without);
    assertEquals(
        List.of("mooring open", "mooring generate-completion", "mooring generate-files"), without);
    Terminal.Ended settings = nowhere().run("settings", "--output", "json");
    assertEquals(0, settings.code(), settings.err());
    assertEquals(
        5000, Documents.json(settings.out(), "settings").at("localPort").integer().orElse(0L));
    Terminal.Ended one = nowhere().run("settings", "localPort", "5001", "-o", "json");
    assertEquals("{\"localPort\":5001}", one.out().replaceAll("\\s", ""));
  }

  @Test
  void aPortInTheSettingsThatIsNoneIsToldOnceAndTheDefaultIsUsed() throws IOException {
    Files.writeString(home.resolve("settings.json"), "{\"localPort\": 99999}");
    Terminal.Ended shown = nowhere().run("settings", "localPort");
    assertEquals(0, shown.code(), shown.err());
    assertEquals("localPort = 5000", shown.out().strip());
    assertEquals(1, shown.err().split("isn't a port", -1).length - 1, shown.err());
    assertEquals(0, nowhere().run("settings", "debugImage", "delve:1").code());
    assertEquals(0, nowhere().run("settings", "localPort", "5001").code());
    assertEquals("", nowhere().run("settings", "localPort").err());
  }

  @Test
  void aRemovedWriterIsToldInJsonWhereThatIsAskedFor() throws IOException {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      Terminal terminal = on(cluster);
      assertEquals(0, terminal.run("install", "--no-verify").code());
      assertEquals(0, terminal.run("writer", "add", "ana", "-n", "dev-ana").code());
      Terminal.Ended ended = terminal.run("writer", "remove", "ana", "-n", "dev-ana", "-o", "json");
      assertEquals(0, ended.code(), ended.err());
      assertEquals(
          "ana", Documents.json(ended.out(), "writer").at("removed", "name").textOrEmpty());
    }
  }

  @Test
  void aTargetThatIsNotThereIsToldAtOnce() throws IOException {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      cluster.runHello("default");
      Terminal.Ended typo = on(cluster).run("forward", "svc/helo", "8080:80");
      assertEquals(1, typo.code());
      assertTrue(
          typo.err().contains("service helo doesn't exist in namespace default"), typo.err());
      assertTrue(typo.err().contains("Did you mean hello?"), typo.err());
      assertTrue(
          on(cluster).run("forward", "svc/helo").err().contains("Did you mean hello?"), typo.err());
      Terminal.Ended port = on(cluster).run("forward", "svc/hello", "8080:81");
      assertEquals(1, port.code());
      assertTrue(port.err().contains("svc/hello has no port 81"), port.err());
    }
  }

  /// What no file system takes as a name: a NUL here, a colon on Windows.
  @Test
  void anImageNameThatCanBeNoFileIsStillAnImageName() throws IOException {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      Terminal.Ended ended = on(cluster).run("push", "ana/app\0:1");
      assertEquals(1, ended.code());
      assertTrue(ended.err().contains("what to do:"), ended.err());
      assertTrue(!ended.err().contains("went wrong in Mooring"), ended.err());
      assertTrue(!ended.err().contains("InvalidPathException"), ended.err());
    }
  }

  private static void collect(CommandLine command, List<String> without) {
    var spec = command.getCommandSpec();
    if (command.getSubcommands().isEmpty() && spec.findOption("--output") == null) {
      without.add(spec.qualifiedName());
    }
    command.getSubcommands().values().forEach(each -> collect(each, without));
  }

  private Terminal on(PracticeCluster cluster) throws IOException {
    return new Terminal(new FabricKubeconfig(List.of(cluster.writeKubeconfig(home))), home);
  }

  private Terminal nowhere() {
    return new Terminal(new FabricKubeconfig(List.of(home.resolve("none"))), home);
  }
}
