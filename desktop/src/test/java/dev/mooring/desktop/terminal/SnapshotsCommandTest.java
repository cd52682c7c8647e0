package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.debug.snapshot.SnapshotStore;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Snapshots are read without a cluster.
final class SnapshotsCommandTest {
  private static final String NAME = "hello-20261126-120000";
  @TempDir Path home;

  @BeforeEach
  void keep() throws IOException {
    Path snapshot = Files.createDirectories(home.resolve("snapshots").resolve(NAME));
    Files.createDirectory(snapshot.resolve("stacks"));
    write(
        snapshot.resolve("about.json"),
        """
        {"context": "lab", "namespace": "shop", "pod": "hello-1", "container": "hello",
         "taken": "2026-11-26T12:00:00Z", "bytes": 2000000, "goroutines": 3}
        """);
    write(
        snapshot.resolve("goroutines.json"),
        """
        {"total": 3, "recorded": [1], "groups": [{"count": 3, "ids": [1],
          "at": {"function": {"name": "main.wait"}, "file": "/src/main.go", "line": 9}}]}
        """);
    write(
        snapshot.resolve("stacks/1.json"),
        """
        {"frames": [{"function": {"name": "main.wait"}, "file": "/src/main.go", "line": 9,
          "variables": [{"name": "id", "type": "int", "kind": 2, "value": "7"}]}]}
        """);
    write(snapshot.resolve("globals.json"), "{}");
  }

  @Test
  void listsSnapshotsWithTheirSizeAndDeletesThem() {
    Terminal.Ended listed = run("debug", "snapshots");
    assertTrue(listed.out().contains(NAME), listed.out());
    assertTrue(listed.err().contains("All snapshots: 2.0 MB"), listed.err());
    assertEquals(2_000_000L, json("debug", "snapshots").at("bytes").integer().orElse(0L));
    assertEquals(0, run("debug", "snapshots", "delete", NAME).code());
    assertFalse(Files.exists(home.resolve("snapshots").resolve(NAME)));
    Terminal.Ended again = run("debug", "snapshots", "delete", NAME);
    assertEquals(1, again.code());
    assertTrue(again.err().contains("There is no snapshot"), again.err());
  }

  @Test
  void readsGoroutinesStacksVariablesAndExpressionsOfASnapshot() {
    Document all = json("debug", "goroutines", "--snapshot", NAME);
    assertEquals(3L, all.at("total").integer().orElse(0L));
    assertEquals(
        "main.wait", all.at("groups").items().getFirst().at("at", "function").textOrEmpty());
    assertTrue(run("debug", "stack", "--snapshot", NAME).out().contains("main.wait"));
    assertEquals("id = 7", run("debug", "locals", "--snapshot", NAME).out().strip());
    assertEquals("7", json("debug", "eval", "id", "--snapshot", NAME).at("value").textOrEmpty());
  }

  @Test
  void whatIsNotInASnapshotIsAFailure() {
    Terminal.Ended refused = run("debug", "eval", "id + 1", "--snapshot", NAME);
    assertEquals(1, refused.code());
    assertTrue(refused.err().contains("dlv core"), refused.err());
  }

  private Document json(String... words) {
    String[] all = java.util.Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--output";
    all[words.length + 1] = "json";
    return Documents.json(run(all).out(), "the output");
  }

  private Terminal.Ended run(String... words) {
    return new Terminal(new FabricKubeconfig(List.of(home.resolve("none"))), home)
        .run(new ByteArrayOutputStream(), this::here, words);
  }

  private void here(CommandLine line) {
    SnapshotStore store = new SnapshotStore(home.resolve("snapshots"));
    CommandLine debug = line.getSubcommands().get("debug");
    for (CommandLine each : debug.getSubcommands().values()) {
      if (each.getCommand() instanceof ReadingCommand reading) {
        reading.store = store;
      } else if (each.getCommand() instanceof SnapshotsCommand snapshots) {
        snapshots.store = store;
        each.getSubcommands().values().stream()
            .map(CommandLine::getCommand)
            .filter(SnapshotsCommand.Delete.class::isInstance)
            .map(SnapshotsCommand.Delete.class::cast)
            .forEach(delete -> delete.store = store);
      }
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }
}
