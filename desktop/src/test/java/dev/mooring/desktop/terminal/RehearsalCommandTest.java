package dev.mooring.desktop.terminal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// `mooring writer rehearse` and `rehearsal`, with pushes in between.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RehearsalCommandTest {
  private PracticeCluster practice;
  private Terminal terminal;

  @BeforeAll
  void install(@TempDir Path home) throws Exception {
    practice = PracticeCluster.start();
    FabricKubeconfig kubeconfig = new FabricKubeconfig(List.of(practice.writeKubeconfig(home)));
    terminal = new Terminal(kubeconfig, home);
    done("install", "--no-verify");
    try (Cluster cluster = kubeconfig.connect(null)) {
      for (Document each :
          Documents.yaml("{apiVersion: v1, kind: Namespace, metadata: {name: build}}", "test")) {
        cluster.apply(new KubeObject(each));
      }
    }
  }

  @AfterAll
  void close() {
    practice.close();
  }

  private Terminal.Ended done(String... words) {
    Terminal.Ended ended = terminal.run(words);
    assertEquals(0, ended.code(), ended.err());
    return ended;
  }

  private String refused(String... words) {
    Terminal.Ended ended = terminal.run(words);
    assertEquals(1, ended.code(), ended.out());
    return ended.err();
  }

  private Document rehearsal() {
    return Documents.json(done("writer", "rehearsal", "-o", "json").out(), "rehearsal");
  }

  @Test
  @Order(1)
  void withoutARehearsalThereIsNothingToEnd() {
    assertTrue(done("writer", "rehearsal").out().startsWith("Nothing is in rehearsal."));
    assertEquals(Document.of(java.util.Map.of()), rehearsal());
    for (String each : List.of("--enforce", "--discard")) {
      String err = refused("writer", "rehearsal", each);
      assertTrue(err.contains("nothing is in rehearsal"), err);
    }
  }

  @Test
  @Order(2)
  void aChangeIsNamedWholeOrRefusedAsInvalidUsage() {
    String[] both = {"writer", "rehearse", "x", "--remove", "--repositories", "a/*"};
    assertEquals(2, terminal.run(both).code());
    assertEquals(2, terminal.run("writer", "rehearse", "x").code());
    assertEquals(2, terminal.run("builder", "rehearse", "a/x").code());
    assertEquals(2, terminal.run("writer", "rehearsal", "--enforce", "--discard").code());
    String unknown = refused("writer", "rehearse", "eve", "-n", "build", "--remove");
    assertTrue(unknown.contains("build/eve"), unknown);
  }

  @Test
  @Order(3)
  void whoWouldHaveBeenRefusedIsListedAndNothingIsRefused() {
    Terminal.Ended begun =
        done("writer", "rehearse", "mooring", "-n", "kube-registry", "--repositories", "app/*");
    assertTrue(
        begun.out().contains("In rehearsal: limit kube-registry/mooring to app/*."), begun.out());
    assertTrue(begun.err().contains("mooring writer rehearsal"), begun.err());
    done("verify");
    Document seen = rehearsal();
    assertEquals("kube-registry/mooring", seen.at("rule").textOrEmpty());
    Document first = seen.at("refusals").items().getFirst();
    assertEquals("kube-registry/mooring", first.at("account").textOrEmpty());
    assertEquals("mooring-verify", first.at("repository").textOrEmpty());
    assertTrue(seen.at("requests").integer().orElse(0L) > 0, seen::toString);
    Terminal.Ended listed = done("writer", "rehearsal");
    assertTrue(listed.out().contains("mooring-verify"), listed.out());
    assertTrue(listed.err().contains("requests would have been refused"), listed.err());
    assertTrue(done("writer", "list").err().contains("limit kube-registry/mooring"));
    String status = done("status").out();
    assertTrue(status.contains("Rehearsal     limit kube-registry/mooring to app/*"), status);
    Document json = Documents.json(done("status", "-o", "json").out(), "status");
    assertEquals(List.of("app/*"), json.at("rehearsal", "repositories").texts(), json::toString);
    assertEquals(false, json.at("drift", "changed").isTrue());
    String second = refused("writer", "rehearse", "mooring", "-n", "kube-registry", "--remove");
    assertTrue(second.contains("one at a time"), second);
  }

  @Test
  @Order(4)
  void whoWouldBeLockedOutIsAskedAbout() {
    String err = refused("writer", "rehearsal", "--enforce");
    assertTrue(err.contains("Enforce it"), err);
    assertTrue(done("writer", "list").out().contains("can push to all repositories"));
    String discarded = done("writer", "rehearsal", "--discard").out();
    assertEquals("Discarded: limit kube-registry/mooring to app/*", discarded.strip());
    assertTrue(done("writer", "list").out().contains("can push to all repositories"));
  }

  @Test
  @Order(5)
  void aBuildersRuleIsRehearsedAndEnforced() {
    // A rehearsal's begin is known to the second: what was refused before it must be older.
    long second = Instant.now().getEpochSecond();
    await().until(() -> Instant.now().getEpochSecond() > second);
    done("builder", "allow", "build/kaniko", "--repositories", "*");
    done("builder", "rehearse", "build/kaniko", "--repositories", "app/*,tools");
    String listing = done("builder", "list").err();
    assertTrue(listing.contains("In rehearsal: limit build/kaniko to app/*, tools"), listing);
    Terminal.Ended enforced = done("writer", "rehearsal", "--enforce");
    assertEquals("Enforced: limit build/kaniko to app/*, tools", enforced.out().strip());
    Document listed =
        Documents.json(done("builder", "list", "-o", "json").out(), "list").items().getFirst();
    assertEquals(List.of("app/*", "tools"), listed.at("repositories").texts());
    done("builder", "rehearse", "build/kaniko", "--remove");
    done("writer", "rehearsal", "--enforce");
    assertTrue(done("builder", "list").out().startsWith("No builder can push yet."));
  }
}
