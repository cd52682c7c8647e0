package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.app.TestWorkspaces;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// `mooring retag`, `tag-history` and `undo`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TagCommandsTest {
  private static final String HOST = "localhost:5000/";

  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir static Path home;
  private PracticeCluster cluster;
  private FabricKubeconfig kubeconfig;
  private Terminal terminal;
  private String one;
  private String two;

  private String app;

  @BeforeAll
  void start() throws Exception {
    cluster = PracticeCluster.start();
    kubeconfig = new FabricKubeconfig(List.of(cluster.writeKubeconfig(home)));
    terminal = new Terminal(kubeconfig, home);
    done("install", "--no-verify");
  }

  @BeforeEach
  void push() throws Exception {
    app = "ana/app" + NUMBER.incrementAndGet();
    one = push("one", app + ":1");
    two = push("two", app + ":2");
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  /// @return the digest
  private String push(String word, String name) throws Exception {
    String pushed = done("push", SmallImage.write(home, word).toString(), "--tag", name);
    return pushed.substring(pushed.indexOf('@') + 1);
  }

  private String done(String... words) {
    Terminal.Ended ended = terminal.run(words);
    assertEquals(0, ended.code(), ended.err());
    return ended.out().strip();
  }

  private String refused(String... words) {
    Terminal.Ended ended = terminal.run(words);
    assertEquals(1, ended.code(), ended.out());
    return ended.err();
  }

  private List<Document> history(String image) {
    return Documents.json(done("tag-history", image, "-o", "json"), "history").items();
  }

  private static List<String> told(List<Document> history) {
    return history.stream()
        .map(each -> each.at("by").textOrEmpty() + " " + each.at("digest").textOrEmpty())
        .toList();
  }

  @Test
  void aTagIsMovedShownAndPutBack() {
    assertEquals(HOST + app + ":stable@" + one, done("retag", app + ":1", "stable"));
    assertEquals(HOST + app + ":stable@" + one, done("retag", app + "@" + one, "stable"));

    String asked = refused("retag", app + ":2", "stable");
    assertTrue(asked.contains(HOST + app + ":stable names another image: " + one), asked);
    assertTrue(asked.contains("--yes"), asked);
    Terminal.Ended moved = terminal.run("retag", app + ":2", "stable", "--yes");
    assertEquals(HOST + app + ":stable@" + two, moved.out().strip());
    assertTrue(moved.err().contains("Undo: mooring undo " + app + ":stable"), moved.err());

    assertEquals(List.of("mooring " + two, "mooring " + one), told(history(app + ":stable")));
    assertEquals(4, history(app).size());
    String table = done("tag-history", app + ":stable");
    assertTrue(table.contains("set by Mooring"), table);
    assertTrue(table.contains(two.substring(7, 19)), table);
    assertFalse(table.contains(two), table);
    assertTrue(table.lines().skip(1).limit(2).allMatch(each -> each.length() <= 80), table);
    assertTrue(done("tag-history", app + ":stable", "-o", "wide").contains(two));

    assertTrue(refused("undo", app + ":stable").contains("Put it back?"));
    assertEquals(HOST + app + ":stable@" + one, done("undo", app + ":stable", "--yes"));
    assertEquals(HOST + app + ":stable@" + two, done("undo", "--yes"));
    assertEquals(
        HOST + app + ":stable@" + one,
        done("undo", app + ":stable", "--to", one.substring(7, 19), "--yes"));
    assertEquals(
        HOST + app + ":stable@" + two, done("undo", app + ":stable", "--to", two, "--yes"));
    assertTrue(
        refused("undo", app + ":stable", "--to", "0000", "--yes").contains("Unknown digest: 0000"));
  }

  @Test
  void aTagThatDidNotExistIsRemovedAgainAndItsImageStays() throws Exception {
    done("retag", app + ":1", "new");
    String asked = refused("undo", app + ":new");
    assertTrue(asked.contains("Removes the tag " + HOST + app + ":new"), asked);
    assertTrue(asked.contains("didn't exist before"), asked);
    assertTrue(asked.contains("--yes"), asked);
    assertEquals("Removed the tag " + HOST + app + ":new", done("undo", "--yes"));
    assertEquals(List.of("mooring ", "mooring " + one), told(history(app + ":new")));
    assertTrue(done("image", "show", app + ":1").contains(one), "the other tag has its image");
    assertEquals(HOST + app + ":new@" + one, done("undo", app + ":new"));

    // The last tag of an image: it comes back, too.
    Document json =
        Documents.json(done("undo", app + ":2", "--yes", "-o", "json"), "undo").items().getFirst();
    assertEquals(HOST + app + ":2", json.at("image").textOrEmpty());
    assertEquals(two, json.at("previousDigest").textOrEmpty());
    assertEquals(HOST + app + ":2@" + two, done("undo", app + ":2"));
  }

  @Test
  void theLastTagOfAnImageThatPodsUseIsNotUndoneAway() throws Exception {
    try (Workspaces workspaces = TestWorkspaces.over(kubeconfig)) {
      String pod =
          """
          {apiVersion: v1, kind: Pod, metadata: {name: undone, namespace: default}, spec: {
          containers: [{name: app, image: "%s%s:1"}]}}
          """
              .formatted(HOST, app);
      workspaces.open(null).cluster().apply(new KubeObject(Documents.yaml(pod, "test").getFirst()));
    }
    String refused = refused("undo", app + ":1", "--yes");
    assertTrue(refused.contains("mooring delete " + app + ":1 --force"), refused);
    done("retag", app + ":1", "other");
    done("undo", app + ":1", "--yes");
  }

  @Test
  void aDeletedTagComesBackWithoutBeingAskedFor() {
    done("delete", app + ":1", "--yes");
    assertEquals("mooring ", told(history(app + ":1")).getFirst());
    assertEquals(HOST + app + ":1@" + one, done("undo", app + ":1"));
    String json = done("retag", app + ":1", "again", "-o", "json");
    assertEquals(one, Documents.json(json, "retag").at("digest").textOrEmpty());
  }

  @Test
  void aDeletedDigestComesBackWhileItsLayersAreThere() {
    done("retag", app + ":2", "1", "--yes");
    done("delete", app + "@" + one, "--yes");
    assertEquals(HOST + app + ":1@" + one, done("undo", app + ":1", "--yes"));
    assertTrue(done("image", "show", app + ":1").contains(one));
  }

  @Test
  void whatTheRegistryLostIsSaidAndNothingChanges() {
    done("retag", app + ":2", "1", "--yes");
    done("delete", app + "@" + one, "--yes");
    done("collect-garbage", "--yes");
    String gone = refused("undo", app + ":1", "--yes");
    assertTrue(gone.contains("no longer has all of the image " + one), gone);
    assertEquals("mooring " + two, told(history(app + ":1")).getFirst());
  }

  @Test
  void anImageThatAPodUsesStaysUnlessForced() throws Exception {
    done("retag", app + ":1", "again");
    try (Workspaces workspaces = TestWorkspaces.over(kubeconfig)) {
      Cluster live = workspaces.open(null).cluster();
      String pod =
          """
          {apiVersion: v1, kind: Pod, metadata: {name: user, namespace: default}, spec: {
          containers: [{name: app, image: "%s%s:1"}],
          volumes: [{name: none, persistentVolumeClaim: {claimName: none}}]}}
          """
              .formatted(HOST, app);
      String status =
          "{status: {containerStatuses: [{name: app, imageID: '%s', state: {running: {}}}]}}"
              .formatted(HOST + app + "@" + one);
      live.apply(new KubeObject(Documents.yaml(pod, "test").getFirst()));
      live.mergePatch(
          Kind.POD, "default", "user", "status", Documents.yaml(status, "test").getFirst());

      Terminal.Ended other = terminal.run("delete", app + ":again", "--yes");
      assertEquals(0, other.code(), other.err());
      assertTrue(other.err().contains("Undo: mooring undo " + app + ":again"), other.err());
      for (String each : List.of(app + ":1", app + "@" + one)) {
        String refused = refused("delete", each, "--yes");
        assertTrue(refused.contains("a pod uses it: default/user"), refused);
        assertTrue(refused.contains("mooring delete " + each + " --force"), refused);
      }
      String json = done("delete", app + ":1", "--yes", "--force", "-o", "json");
      assertEquals(
          "default/user",
          Documents.json(json, "delete").at("pods").items().getFirst().textOrEmpty());
      done("undo", app + ":1");
    }
  }

  @Test
  void whatImagesTakeIsShownForRepositoriesAndTags() {
    Document all = Documents.json(done("du", app, "-o", "json"), "du");
    Document own = all.at("repositories").items().getFirst();
    assertEquals(app, own.at("repository").textOrEmpty());
    assertEquals(2, own.at("tags").items().size());
    assertTrue(own.at("size").integer().orElseThrow() <= all.at("size").integer().orElseThrow());
    assertTrue(done("du", app, "--tags").contains("UNIQUE"));
    assertEquals(2, done("du", app).lines().count());
    assertTrue(done("du", "none/").startsWith("No images"));
  }

  @Test
  void aDigestOrNoTagIsNothingToPutBack() {
    assertTrue(refused("undo", app + "@" + one).contains("isn't a tag"));
    assertEquals(2, terminal.run("undo", "--to", one).code());
    assertEquals(2, terminal.run("retag", app + ":1", app + ":2").code());
    assertEquals(2, terminal.run("retag", app + ":1").code());
    assertTrue(refused("retag", "ana/none:1", "2").contains(HOST + "ana/none:1"));
  }

  @Test
  void aRegistryElsewhereHasAHistoryOfItsOwn() throws Exception {
    done("install", "--no-verify", "--registry", "team-a");
    try (Workspaces workspaces = TestWorkspaces.over(kubeconfig)) {
      StackOptions options = StackOptions.defaults().named("team-a");
      String host =
          "localhost:"
              + workspaces
                  .open(null)
                  .mesh()
                  .to(options.location())
                  .connect(0)
                  .listening()
                  .getFirst()
                  .getPort();
      done("copy", app + ":1", host + "/app:1");
      done("copy", app + ":2", host + "/app:1");
      assertEquals(List.of("mooring " + two, "mooring " + one), told(history(host + "/app:1")));
      assertEquals(host + "/app:1@" + one, done("undo", host + "/app:1", "--yes"));
      assertEquals(host + "/app:old@" + one, done("retag", host + "/app:1", "old"));
    }
  }
}
