package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.app.TestWorkspaces;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Between the cluster's registries and one that was added by name.
final class CopyCommandTest {
  @TempDir Path home;
  private PracticeCluster cluster;
  private Workspaces workspaces;
  private Terminal terminal;
  private Path archive;
  private String company;

  /// The added one is a second registry of the cluster, at a port of this machine.
  @BeforeEach
  void start() throws Exception {
    cluster = PracticeCluster.start();
    FabricKubeconfig kubeconfig = new FabricKubeconfig(List.of(cluster.writeKubeconfig(home)));
    terminal = new Terminal(kubeconfig, home);
    assertEquals(0, terminal.run("install", "--no-verify").code());
    assertEquals(0, terminal.run("install", "--no-verify", "--registry", "team-a").code());
    workspaces = TestWorkspaces.over(kubeconfig);
    var mesh = workspaces.open(null).mesh();
    StackOptions options = StackOptions.defaults().named("team-a");
    company =
        "localhost:" + mesh.to(options.location()).connect(0).listening().getFirst().getPort();
    Terminal.Ended added = terminal.run("registries", "add", "company", company);
    assertEquals(0, added.code(), added.err());
    archive = home.resolve("sample.tar");
    PracticeCluster.writeSampleImage(archive);
    assertEquals(0, terminal.run("push", archive.toString(), "--tag", "ana/app:1").code());
  }

  @AfterEach
  void stop() {
    workspaces.close();
    cluster.close();
  }

  private String copied(String... words) {
    Terminal.Ended ended = terminal.run(words);
    assertEquals(0, ended.code(), ended.err());
    return ended.out().strip();
  }

  @Test
  void anImageKeepsItsDigestWhereverItIsCopied() {
    String there = copied("copy", "ana/app:1", "company/");
    assertTrue(there.startsWith(company + "/ana/app:1@sha256:"), there);
    String digest = there.substring(there.indexOf('@'));
    assertEquals(
        "localhost:5000/bob/copy:1" + digest, copied("copy", "company/ana/app:1", "bob/copy"));
    assertEquals(
        "localhost:5000/ana/app:stable" + digest, copied("copy", "ana/app:1", "ana/app:stable"));
    assertEquals(
        "localhost:5001/x/y:2" + digest,
        copied("copy", "localhost:5000/ana/app:1", "localhost:5001/x/y:2"));
    assertEquals(
        company + "/by/digest" + digest,
        copied("copy", "ana/app" + digest, company + "/by/digest"));
    assertEquals(
        "localhost:5001/inside:1" + digest,
        copied("copy", "x/y:2", "inside:1", "--registry", "team-a"));
    Terminal.Ended json = terminal.run("copy", "ana/app:1", "company/", "-o", "json");
    assertEquals(
        0L, Documents.json(json.out(), "copy").at("blobsSent").integer().orElse(-1L), json.out());
    String images = terminal.run("images", "--registry", "company").out();
    for (String each : List.of("ana/app", "x/y", "inside")) {
      assertTrue(images.contains(each), images);
    }
  }

  @Test
  void severalPlatformsOfAnImageAreCopiedUnderAnIndexOfTheirOwn() throws Exception {
    Path all = SmallImage.writeIndex(home, "all", "amd64", "arm64", "s390x");
    String whole = copied("push", all.toString(), "--tag", "ana/all:1");

    Terminal.Ended ended =
        terminal.run(
            "copy", "ana/all:1", "company/some:1", "--platform", "linux/amd64,linux/s390x");
    assertEquals(0, ended.code(), ended.err());
    assertTrue(ended.out().startsWith(company + "/some:1@sha256:"), ended.out());
    assertFalse(
        ended.out().contains(whole.substring(whole.indexOf('@') + 1)), "an index of its own");
    assertTrue(ended.err().contains("digest"), ended.err());
    assertEquals(List.of("linux/amd64", "linux/s390x"), platforms("company/some:1"));
    assertEquals(3, platforms("ana/all:1").size());

    Terminal.Ended missing =
        terminal.run("copy", "ana/all:1", "company/none:1", "--platform", "linux/amd64,linux/386");
    assertEquals(1, missing.code(), missing.out());
    assertTrue(missing.err().contains("linux/386"), missing.err());
    assertEquals(1, terminal.run("image", "show", "company/none:1").code(), "nothing was copied");
  }

  private List<String> platforms(String image) {
    return Documents.json(copied("image", "show", image, "--raw", "index"), "index")
        .at("manifests")
        .items()
        .stream()
        .map(each -> "linux/" + each.at("platform", "architecture").textOrEmpty())
        .toList();
  }

  @Test
  void betweenOtherRegistriesNoClusterIsNeeded() {
    copied("copy", "ana/app:1", "company/");
    Terminal without =
        new Terminal(
            new FabricKubeconfig(List.of(home.resolve("none"))), home.resolve("elsewhere"));
    Terminal.Ended ended = without.run("copy", company + "/ana/app:1", company + "/own/app:2");
    assertEquals(0, ended.code(), ended.err());
    assertTrue(ended.out().startsWith(company + "/own/app:2@sha256:"), ended.out());
    Terminal.Ended inside = without.run("copy", company + "/ana/app:1", "ana/app");
    assertTrue(inside.err().contains("No kubeconfig found"), inside.err());
  }

  @Test
  void aNameKeepsTheHostThatItHasInsideARegistry() {
    String there = copied("copy", "ana/app:1", "company/ghcr.io/team/app:2");
    assertTrue(there.startsWith(company + "/ghcr.io/team/app:2@sha256:"), there);
    assertTrue(
        copied("copy", "company/ghcr.io/team/app:2", "back:1")
            .startsWith("localhost:5000/back:1@"));
    String pushed = copied("push", archive.toString(), "--tag", "company/ghcr.io/team/new:1");
    assertTrue(pushed.startsWith(company + "/ghcr.io/team/new:1@"), pushed);
    assertTrue(terminal.run("images", "--registry", "company").out().contains("ghcr.io/team/new"));
  }

  @Test
  void aCacheTakesNoCopyAndNoPushAndSaysSoBeforehand() {
    Terminal.Ended made =
        terminal.run(
            "install",
            "--no-verify",
            "--registry",
            "hub",
            "--node-port",
            "5009",
            "--pull-through",
            "https://registry-1.docker.io");
    assertEquals(0, made.code(), made.err());
    for (String[] each :
        List.of(
            new String[] {"copy", "ana/app:1", "localhost:5009/ana/app:1"},
            new String[] {"copy", "localhost:5000/ana/app:1", "ana/app:1", "--registry", "hub"},
            new String[] {"push", archive.toString(), "--tag", "a:1", "--registry", "hub"})) {
      Terminal.Ended refused = terminal.run(each);
      assertEquals(1, refused.code(), refused.out());
      assertTrue(refused.err().contains("Can't push to this registry"), refused.err());
      assertTrue(refused.err().contains("hub is a cache of"), refused.err());
    }
  }

  @Test
  void aPushGoesToTheRegistryThatItsNameBeginsWith() {
    String named = copied("push", archive.toString(), "--tag", "company/pushed:1");
    assertTrue(named.startsWith(company + "/pushed:1@"), named);
    String chosen = copied("push", archive.toString(), "--tag", "too:1", "--registry", "company");
    assertTrue(chosen.startsWith(company + "/too:1@"), chosen);
    String images = terminal.run("images", "--registry", "company").out();
    assertTrue(images.contains("pushed") && images.contains("too"), images);
    assertTrue(!terminal.run("images").out().contains("pushed"));
  }

  @Test
  void whatIsNoImageIsRefusedAndNothingIsCopied() {
    assertEquals(1, terminal.run("copy", "ana/none:1", "company/").code());
    for (String wrong :
        List.of("company/", "company", "../x", "a b", "company/../../x", "/", "$(id)/x", "A/b")) {
      if (!wrong.equals("company")) {
        Terminal.Ended from = terminal.run("copy", wrong, "bob/x");
        assertEquals(1, from.code(), wrong + from.out());
      }
      if (!wrong.startsWith("company")) {
        Terminal.Ended to = terminal.run("copy", "ana/app:1", wrong);
        assertEquals(1, to.code(), wrong + to.out());
      }
    }
    assertEquals(2, terminal.run("copy", "ana/app:1").code());
    assertTrue(!terminal.run("images").out().contains("bob"));
  }

  @Test
  void shellsKnowTheNamesOfRegistries() {
    RegistryNames names = new RegistryNames(home.resolve("registry-names"));
    assertEquals(List.of("company", "kube-registry", "team-a"), names.all());
    assertEquals(0, terminal.run("registries", "remove", "company").code());
    assertEquals(0, terminal.run("uninstall", "--registry", "team-a", "--yes").code());
    assertEquals(List.of("kube-registry"), names.all());
    names.put(List.of("$(reboot)", "a b", "ok-1"));
    assertEquals(List.of("kube-registry", "ok-1"), names.all());
    assertEquals(0, terminal.run("registries").code());
    assertEquals(List.of("kube-registry"), names.all());
  }
}
