package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two registries in one cluster, from the terminal.
class SeveralRegistriesCommandTest {
  @TempDir Path home;
  private PracticeCluster cluster;
  private Terminal terminal;
  private String archive;

  @BeforeEach
  void install() throws IOException {
    cluster = PracticeCluster.start();
    terminal = new Terminal(new FabricKubeconfig(List.of(cluster.writeKubeconfig(home))), home);
    Path sample = home.resolve("sample.tar");
    PracticeCluster.writeSampleImage(sample);
    archive = sample.toString();
    done("install", "--no-verify");
    done("install", "--no-verify", "--registry", "team-a", "--namespace", "tools");
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  private String done(String... words) {
    Terminal.Ended ended = terminal.run(words);
    assertEquals(0, ended.code(), ended.err());
    return ended.out();
  }

  private List<String> repositories(String... words) {
    return Documents.json(done(words), "images").items().stream()
        .map(each -> each.at("repository").textOrEmpty())
        .toList();
  }

  @Test
  void eachKeepsItsOwnImagesAndOneOutlivesTheOther() {
    assertTrue(done("push", archive, "-t", "ana/first:1").startsWith("localhost:5000/ana/first:1"));
    assertTrue(
        done("push", archive, "-t", "ana/second:1", "--registry", "team-a")
            .startsWith("localhost:5001/ana/second:1"));
    assertEquals(List.of("ana/first"), repositories("images", "-o", "json"));
    assertEquals(
        List.of("ana/second"), repositories("images", "-o", "json", "--registry", "team-a"));

    done("uninstall", "--registry", "team-a", "--delete-data", "--yes");
    assertEquals(List.of("ana/first"), repositories("images", "-o", "json"));
    assertEquals(1, terminal.run("images", "--registry", "team-a").code());
  }

  @Test
  void eachFurtherOneGetsAnAddressOfItsOwnOnTheNodes() {
    String installed = done("install", "--no-verify", "--registry", "team-b", "-o", "json");
    assertEquals(
        "localhost:5002", Documents.json(installed, "installed").at("nodeAddress").textOrEmpty());
    assertTrue(done("render", "--registry", "team-c").contains("hostPort: 5003"));
    assertTrue(
        done("install", "--registry", "team-b", "--dry-run").contains("0 to create, 0 to change"));
  }

  @Test
  void bothAreVerified() {
    done("verify");
    done("verify", "--registry", "team-a");
  }

  @Test
  void theListSaysWhereEachIs() {
    List<Document> all = Documents.json(done("registries", "-o", "json"), "list").items();
    assertEquals(
        List.of("kube-registry kube-registry 5000 true", "team-a tools 5001 true"),
        all.stream()
            .map(
                each ->
                    each.at("name").textOrEmpty()
                        + " "
                        + each.at("namespace").textOrEmpty()
                        + " "
                        + each.at("nodePort").integer().orElse(0L)
                        + " "
                        + each.at("ready").isTrue())
            .toList());
    assertEquals(done("registries"), done("registries", "list"));
    assertTrue(done("registries").contains("localhost:5001"));
  }

  @Test
  void aMistypedNameNamesTheNearestAndAll() {
    for (String command : List.of("verify", "images", "connect", "uninstall")) {
      Terminal.Ended ended = terminal.run(command, "--registry", "tema-a");
      assertEquals(1, ended.code(), command);
      assertTrue(ended.err().contains("Did you mean --registry team-a?"), ended.err());
      assertTrue(ended.err().contains("kube-registry (namespace kube-registry)"), ended.err());
    }
  }

  @Test
  void aRemedyIsForTheRegistryThatWasAskedFor() {
    Terminal.Ended ended =
        terminal.run(
            "push",
            archive,
            "-t",
            "x/y:1",
            "--as",
            "kube-registry/mooring",
            "--registry",
            "team-a");
    assertEquals(1, ended.code());
    assertTrue(ended.err().contains("mooring writer add"), ended.err());
    assertTrue(ended.err().contains(" --registry team-a"), ended.err());
  }

  @Test
  void whereThereIsNoDefaultOneThoseThatAreAreNamed() {
    done("uninstall", "--yes");
    for (String[] words : List.of(new String[] {"undo", "--yes"}, new String[] {"images"})) {
      String told = terminal.run(words).err();
      assertTrue(told.contains("Did you mean --registry team-a?"), told);
    }
    done("install", "--no-verify", "--registry", "ops-b");
    String told = terminal.run("undo", "--yes").err();
    assertTrue(told.contains("Add --registry with one of these names: ops-b, team-a"), told);
    assertFalse(told.contains("VALUE"), told);
  }

  @Test
  void aRemedyAboutAnImageIsForItsRegistry() {
    done("push", archive, "-t", "ana/app:1", "--registry", "team-a");
    for (String[] words :
        List.of(
            new String[] {"image", "files", "ana/app:1", "--layer", "99"},
            new String[] {"image", "sbom", "ana/app:1"},
            new String[] {"image", "cat", "ana/app:1", "/"},
            new String[] {"retag", "ana/app:9", "10"},
            new String[] {"undo", "ana/app:1", "--to", "0123456789ab"})) {
      String[] all = java.util.Arrays.copyOf(words, words.length + 2);
      all[words.length] = "--registry";
      all[words.length + 1] = "team-a";
      Terminal.Ended ended = terminal.run(all);
      assertEquals(1, ended.code(), ended.out());
      assertTrue(ended.err().contains(" --registry team-a"), ended.err());
    }
  }

  @Test
  void writersBelongToOneRegistry() {
    done("writer", "add", "ana", "-n", "dev-ana", "--registry", "team-a");
    assertTrue(done("writer", "list", "--registry", "team-a").contains("dev-ana/ana"));
    assertTrue(!done("writer", "list").contains("dev-ana/ana"));
    done("writer", "remove", "ana", "-n", "dev-ana", "--registry", "team-a", "--yes");
    assertTrue(!done("writer", "list", "--registry", "team-a").contains("dev-ana/ana"));
  }
}
