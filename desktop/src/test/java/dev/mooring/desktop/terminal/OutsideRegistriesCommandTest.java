package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.registry.OddRegistry;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Registries beside the cluster's own: named by the user, or announced by another tool.
class OutsideRegistriesCommandTest {
  @TempDir Path home;
  private PracticeCluster cluster;
  private FabricKubeconfig kubeconfig;
  private OddRegistry registry;
  private Terminal terminal;

  @BeforeEach
  void start() throws Exception {
    cluster = PracticeCluster.start();
    kubeconfig = new FabricKubeconfig(List.of(cluster.writeKubeconfig(home)));
    registry = new OddRegistry();
    terminal = new Terminal(kubeconfig, home);
  }

  @AfterEach
  void stop() {
    registry.close();
    cluster.close();
  }

  private String host() {
    return registry.uri().getRawAuthority();
  }

  @Test
  void anAddedRegistryIsListedUsedAndRemoved() {
    Terminal.Ended added = terminal.run("registries", "add", "kind", host());
    assertEquals(0, added.code(), added.err());
    Terminal.Ended listed = terminal.run("registries", "list");
    assertTrue(listed.out().contains("kind") && listed.out().contains(host()), listed.out());
    Terminal.Ended images = terminal.run("images", "--registry", "kind");
    assertFalse(images.out().isBlank(), images.err());
    assertEquals(0, terminal.run("registries", "remove", "kind").code());
    assertFalse(terminal.run("registries", "list").out().contains(host()));
    assertEquals(1, terminal.run("registries", "remove", "kind").code());
  }

  @Test
  void whatIsNoRegistryIsNotAdded() {
    for (String[] each :
        List.of(
            new String[] {"kind", "localhost:1"},
            new String[] {"kind", "http://registry.example"},
            new String[] {"Not_A_Name", host()},
            new String[] {"kube-registry", host()})) {
      assertEquals(1, terminal.run("registries", "add", each[0], each[1]).code(), each[0]);
    }
    assertFalse(terminal.run("registries", "list").out().contains("kind"));
  }

  @Test
  void aPortThatNothingListensOnIsNamed() throws Exception {
    int silent;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      silent = socket.getLocalPort();
    }
    Terminal.Ended refused = terminal.run("registries", "add", "kind", "localhost:" + silent);
    assertTrue(
        refused.err().contains("nothing is listening at http://localhost:" + silent),
        refused.err());
    assertFalse(refused.err().contains("null"), refused.err());
  }

  @Test
  void theRegistryThatAnotherToolAnnouncesIsFound() throws Exception {
    try (Cluster connected = kubeconfig.connect(null)) {
      connected.apply(
          new KubeObject(
              Documents.yaml(
                      """
                      apiVersion: v1
                      kind: ConfigMap
                      metadata: {name: local-registry-hosting, namespace: kube-public}
                      data:
                        localRegistryHosting.v1: |
                          host: "%s"
                      """
                          .formatted(host()),
                      "the test's ConfigMap")
                  .getFirst()));
      assertTrue(
          connected.get(Kind.CONFIG_MAP, "kube-public", "local-registry-hosting").isPresent());
    }
    Terminal.Ended listed = terminal.run("registries", "list");
    assertTrue(listed.out().contains("announced"), listed.out() + listed.err());
    Terminal.Ended images = terminal.run("images", "--registry", host());
    assertFalse(images.out().isBlank(), images.err());
  }
}
