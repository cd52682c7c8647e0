package dev.mooring.cluster.fabric8;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Context;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.io.File;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class FabricKubeconfigTest {
  private static final String TOKEN = "s3cr3t-t0ken";

  @TempDir Path folder;

  @Test
  void firstFileThatNamesAThingWins() throws IOException {
    Path one =
        write(
            "one",
            """
            apiVersion: v1
            kind: Config
            contexts:
            - {name: a, context: {cluster: c, user: u, namespace: work}}
            clusters:
            - {name: c, cluster: {server: "http://127.0.0.1:1"}}
            """);
    Path two =
        write(
            "two",
            """
            apiVersion: v1
            kind: Config
            current-context: b
            contexts:
            - {name: a, context: {cluster: other, user: u}}
            - {name: b, context: {cluster: c, user: u}}
            users:
            - {name: u, user: {token: x}}
            """);
    FabricKubeconfig kubeconfig =
        new FabricKubeconfig(List.of(one, folder.resolve("missing"), two));
    assertEquals(
        List.of(
            new Context("a", "c", "u", "http://127.0.0.1:1", "work", false),
            new Context("b", "c", "u", "http://127.0.0.1:1", "default", true)),
        kubeconfig.contexts());
    try (Cluster cluster = kubeconfig.connect(null)) {
      assertEquals("b", cluster.context().name());
    }
  }

  @Test
  void variableNamesSeveralFiles() {
    assertEquals(
        List.of(Path.of("a"), Path.of("b")),
        FabricKubeconfig.fromEnvironment(
            Map.of("KUBECONFIG", String.join(File.pathSeparator, "a", "", "b", "a"))));
    Path usual = FabricKubeconfig.fromEnvironment(Map.of("KUBECONFIG", "")).getFirst();
    assertTrue(usual.endsWith(Path.of(".kube", "config")), usual::toString);
  }

  @Test
  void machineWithoutKubeconfigIsPointedToPractice() {
    FabricKubeconfig none = new FabricKubeconfig(List.of(folder.resolve("none")));
    assertFalse(none.exists());
    assertEquals(List.of(), none.contexts());
    Problem problem = failure(none, null);
    assertTrue(problem.whatToDo().contains("mooring practice"), problem::toString);
  }

  @Test
  void brokenFileIsNamedWithItsLineAndWithoutItsText() throws IOException {
    Path file = write("broken", "kind: Config\nusers:\n- name: u\n  user: {token: " + TOKEN + "\n");
    MooringException failed =
        assertThrows(MooringException.class, () -> new FabricKubeconfig(List.of(file)).contexts());
    assertTrue(failed.problem().what().contains(file.toString()), failed::toString);
    assertTrue(failed.problem().why().contains("line "), failed::toString);
    for (Throwable each = failed; each != null; each = each.getCause()) {
      assertFalse(String.valueOf(each.getMessage()).contains(TOKEN), "the token is in the message");
    }
    assertFalse(failed.problem().toString().contains(TOKEN));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDeviceWithoutEndIsRefused() {
    FabricKubeconfig endless = new FabricKubeconfig(List.of(Path.of("/dev/zero")));
    MooringException failed = assertThrows(MooringException.class, endless::contexts);
    assertTrue(failed.problem().why().contains("32 MiB"), failed::toString);
  }

  @Test
  void otherFilesAreNotTakenForKubeconfigs() throws IOException {
    for (String text : List.of("just words", "- a\n- b\n", "kind: Pod\nmetadata: {}\n", "{}")) {
      Path file = write("other", text);
      MooringException failed =
          assertThrows(
              MooringException.class, () -> new FabricKubeconfig(List.of(file)).contexts(), text);
      assertTrue(failed.problem().why().contains("not a kubeconfig"), failed::toString);
    }
    assertEquals(List.of(), new FabricKubeconfig(List.of(write("empty", ""))).contexts());
  }

  @Test
  void unknownContextListsTheKnownOnes() throws IOException {
    FabricKubeconfig kubeconfig = config("server: https://127.0.0.1:1", "token: x");
    assertEquals("Context prod doesn't exist", failure(kubeconfig, "prod").what());
    assertTrue(failure(kubeconfig, "prod").why().endsWith("available: test"));
  }

  @Test
  void missingCertificateFilesAreNamedBeforeAnyCall() throws IOException {
    Problem authority =
        failure(
            config("{server: 'https://x', certificate-authority: pki/ca.crt}", "token: x"), null);
    assertTrue(
        authority.why().contains(folder.resolve("pki").resolve("ca.crt") + " doesn't exist"),
        authority::toString);
    Problem key = failure(config("server: https://x", "{client-certificate: c.pem}"), null);
    assertTrue(key.why().contains("client certificate"), key::toString);
  }

  @Test
  void namesThatLeadNowhereAreSaid() throws IOException {
    Path file =
        write(
            "dangling",
            """
            kind: Config
            current-context: a
            contexts: [{name: a, context: {cluster: gone, user: u}}]
            clusters: [{name: here, cluster: {server: "https://x"}}]
            """);
    Problem problem = failure(new FabricKubeconfig(List.of(file)), null);
    assertTrue(problem.why().contains("\"gone\""), problem::toString);
    assertTrue(problem.why().contains("here"), problem::toString);
  }

  @Test
  void serverMustBeAnAddress() throws IOException {
    for (String server : List.of("''", "'ftp://x'", "'https:///a'", "'https://a b'")) {
      Problem problem = failure(config("server: " + server, "token: x"), null);
      assertTrue(problem.whatToDo().contains("server field"), server + problem);
    }
  }

  @Test
  void garbageInsteadOfCertificatesIsSaidWithoutShowingIt() throws IOException {
    FabricKubeconfig kubeconfig =
        config(
            "server: https://127.0.0.1:1",
            "{client-certificate-data: bm90IHBlbQ==, client-key-data: " + "c2VjcmV0LWtleQ==}");
    try (Cluster cluster = kubeconfig.connect(null)) {
      MooringException failed = assertThrows(MooringException.class, cluster::version);
      assertTrue(failed.problem().why().contains("client certificate"), failed::toString);
      assertFalse(failed.toString().contains("secret-key"));
    }
  }

  @Test
  void pluginThatIsNotThereIsNamedWithItsHint() throws IOException {
    FabricKubeconfig kubeconfig =
        config(
            "server: https://127.0.0.1:1",
            "{exec: {command: no-such-plugin, installHint: Install it from here}}");
    try (Cluster cluster = kubeconfig.connect(null)) {
      Problem problem = assertThrows(MooringException.class, cluster::version).problem();
      assertTrue(problem.why().contains("`no-such-plugin`"), problem::toString);
      assertEquals("Install it from here", problem.whatToDo());
    }
  }

  @Test
  void pluginThatFailsIsQuotedAndItsTokenUsedWhenItWorks() throws Exception {
    Path plugin =
        write(
            "plugin",
            "#!/bin/sh\n[ -n \"$FAIL\" ] && { echo session ended >&2; exit 3; }\n"
                + "echo '{\"status\": {\"token\": \""
                + TOKEN
                + "\"}}'\n");
    assertTrue(plugin.toFile().setExecutable(true));
    try (Cluster works =
        config("server: https://127.0.0.1:1", "{exec: {command: ./plugin}}").connect(null)) {
      assertEquals(Map.of("Authorization", "Bearer " + TOKEN), works.endpoint().headers());
    }
    String failing = "{exec: {command: ./plugin, env: [{name: FAIL, value: 'yes'}]}}";
    try (Cluster fails = config("server: https://127.0.0.1:1", failing).connect(null)) {
      Problem problem =
          assertThrows(MooringException.class, () -> fails.endpoint().headers()).problem();
      assertTrue(problem.why().endsWith("it exited with status 3"), problem::toString);
      assertEquals("session ended", problem.detail());
    }
  }

  @Test
  void oneImpersonatedGroupIsSentAndMoreAreRefused() throws Exception {
    try (Cluster one =
        config("server: https://x", "{token: t, as: ana, as-groups: [dev]}").connect(null)) {
      assertEquals("ana", one.endpoint().headers().get("Impersonate-User"));
      assertEquals("dev", one.endpoint().headers().get("Impersonate-Group"));
    }
    try (Cluster two =
        config("server: https://x", "{token: t, as: ana, as-groups: [dev, ops]}").connect(null)) {
      assertThrows(MooringException.class, () -> two.endpoint().headers());
    }
  }

  @Test
  void proxyComesFromTheClusterOrTheEnvironment() throws IOException {
    assertEquals(
        "proxy.test:3128",
        proxy("{server: 'https://api.test', proxy-url: 'http://proxy.test:3128'}", Map.of()));
    Map<String, String> env =
        Map.of("HTTPS_PROXY", "proxy.env:8080", "no_proxy", "in.test,.dom.test,10.0.0.0/8");
    assertEquals("proxy.env:8080", proxy("server: https://api.test", env));
    for (String direct : List.of("in.test", "a.in.test", "x.dom.test", "10.1.2.3", "127.0.0.1")) {
      assertEquals("direct", proxy("server: https://" + direct, env), direct);
    }
    assertEquals("proxy.env:8080", proxy("server: https://11.1.2.3", env));
    Problem socks =
        failure(config("{server: 'https://x', proxy-url: 'socks5://p:1'}", "token: x"), null);
    assertTrue(socks.why().contains("socks5"), socks::toString);
  }

  @Test
  void serverNameForTlsIsTheHostUnlessGiven() throws IOException {
    assertEquals("::1", name("server: 'https://[::1]:6443'"));
    assertEquals("api", name("{server: 'https://10.0.0.1', tls-server-name: api}"));
    assertEquals(null, name("{server: 'https://x', insecure-skip-tls-verify: true}"));
    assertNotNull(name("server: https://x"));
  }

  private String name(String cluster) throws IOException {
    try (Cluster open = config(cluster, "token: x").connect(null)) {
      return open.endpoint().tlsName();
    }
  }

  private String proxy(String cluster, Map<String, String> environment) throws IOException {
    FabricKubeconfig files = config(cluster, "token: x");
    try (Cluster open = new FabricKubeconfig(files.files(), environment).connect(null)) {
      URI server = open.endpoint().server();
      Proxy proxy = open.endpoint().proxies().select(server).getFirst();
      return proxy.type() == Proxy.Type.DIRECT
          ? "direct"
          : proxy.address().toString().replaceFirst("/<unresolved>", "");
    }
  }

  private static Problem failure(FabricKubeconfig kubeconfig, String context) {
    return assertThrows(MooringException.class, () -> kubeconfig.connect(context)).problem();
  }

  private FabricKubeconfig config(String cluster, String user) throws IOException {
    return new FabricKubeconfig(List.of(TestKubeconfig.write(folder, cluster, user)), Map.of());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
