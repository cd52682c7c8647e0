package dev.mooring.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.forward.AccountName;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.ForwardStatus.State;
import dev.mooring.forward.Target;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.forward.running.ClusterForwards;
import dev.mooring.identity.Identity;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.mesh.EntranceRoute;
import dev.mooring.mesh.RegistryForwards;
import dev.mooring.mesh.ServiceWays;
import dev.mooring.platform.AnotherUser;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Ordinary services of the mesh from a laptop, under the identity of a ServiceAccount: what their
/// policies see is that account.
@NeedsIstio
@Tag("cluster")
@Tag("apart")
@UsualRegistry
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MeshServiceClusterTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();

  private final String namespace =
      "t-mtls-"
          + Integer.toHexString(ThreadLocalRandom.current().nextInt()).toLowerCase(Locale.ROOT);
  private final Laptop admin = new Laptop(new FabricKubeconfig().connect(null));
  private final Stack stack =
      new ClusterStack(admin.cluster, admin.tunnels, admin.registries::fresh);
  private final MeshServices services = new MeshServices(admin.cluster, OPTIONS);

  /// One user's Mooring.
  private static final class Laptop implements AutoCloseable {
    final Cluster cluster;
    final ApiTunnels tunnels;
    final IstiodIdentities identities;
    final RegistryForwards registries;
    final ClusterForwards forwards;

    Laptop(Cluster cluster) {
      this.cluster = cluster;
      this.tunnels = new ApiTunnels(cluster);
      EntranceRoute entrances = new EntranceRoute(cluster, tunnels);
      this.identities = new IstiodIdentities(cluster, tunnels, List.of(entrances));
      this.registries = new RegistryForwards(cluster, tunnels, identities, LocalUsers.owner());
      this.forwards =
          new ClusterForwards(
              cluster,
              tunnels,
              LocalUsers.owner(),
              new ServiceWays(cluster, tunnels, identities, entrances));
    }

    @Override
    public void close() {
      forwards.close();
      registries.close();
      identities.close();
      tunnels.close();
      cluster.close();
    }
  }

  @BeforeAll
  void install() throws Exception {
    stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none());
    stack.install(OPTIONS, Progress.none());
    try (InputStream yaml =
        Objects.requireNonNull(getClass().getResourceAsStream("mesh-services.yaml"))) {
      apply(new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
    }
    for (String each : List.of("hello", "raw", "own", "stranger")) {
      await(each)
          .atMost(Duration.ofSeconds(40))
          .until(() -> pods(each).stream().anyMatch(KubeObject::ready));
    }
    services.allow(namespace, "hello", "http");
    services.allow(namespace, "raw", "7000");
  }

  @AfterAll
  void leaveNothing() throws InterruptedException {
    stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none());
    admin.cluster.delete(Kind.NAMESPACE, null, namespace, Duration.ofMinutes(1));
    assertEquals(
        List.of(), admin.cluster.list(Kind.SERVICE_ENTRY, null, "mooring.dev/mesh-service"));
    admin.close();
  }

  private void apply(String yaml) throws InterruptedException {
    for (Document each : Documents.yaml(yaml.replace("NAMESPACE", namespace), "test")) {
      admin.cluster.apply(new KubeObject(each));
    }
  }

  private List<KubeObject> pods(String app) throws InterruptedException {
    return admin.cluster.list(Kind.POD, namespace, "app=" + app).stream()
        .filter(pod -> !pod.deleting())
        .toList();
  }

  private ForwardSpec as(String account, String service, String port) {
    return ForwardSpec.of(
            service + "-" + port + "-" + account, new Target.Service(namespace, service, port), 0)
        .withAs(new AccountName(namespace, account));
  }

  private int start(Laptop laptop, ForwardSpec spec) throws InterruptedException {
    return laptop.forwards.start(spec).listening().getFirst().getPort();
  }

  private static String ask(Socket socket, String path) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\r'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString();
  }

  private static String ask(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      return ask(socket, "/");
    }
  }

  private static ForwardStatus status(Laptop laptop, ForwardSpec spec) {
    return laptop.forwards.all().get().stream()
        .filter(each -> each.spec().name().equals(spec.name()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theServicesPolicySeesTheChosenAccountAndNobodyElseGetsIn() throws Exception {
    ForwardSpec ana = as("ana", "hello", "80");
    assertEquals("HTTP/1.1 200 OK", ask(start(admin, ana)));
    assertEquals("HTTP/1.1 403 Forbidden", ask(start(admin, as("bob", "hello", "http"))));
    ForwardStatus status = status(admin, ana);
    assertTrue(status.lent().principal().endsWith("/ns/" + namespace + "/sa/ana"));
    assertEquals(pods("hello").stream().map(KubeObject::name).toList(), status.pods());
    String stranger = pods("stranger").getFirst().name();
    String refused =
        output(
            "kubectl",
            "-n",
            namespace,
            "exec",
            stranger,
            "-c",
            "tools",
            "--",
            "sh",
            "-c",
            "wget -T 5 -qO- http://hello." + namespace + ":80/ 2>&1 || echo refused");
    assertTrue(refused.contains("refused"), refused);
  }

  @Test
  void aCertificateThatIsRenewedCostsNoRequestAndADeletedPodComesBack() throws Exception {
    ForwardSpec ana = as("ana", "hello", "80").withName("rotation");
    int port = start(admin, ana);
    ServiceAccount account = new ServiceAccount(namespace, "ana");
    try (Socket kept = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertEquals("HTTP/1.1 200 OK", ask(kept, "/"));
      for (int i = 0; i < 3; i++) {
        Identity before = admin.identities.get(account);
        Identity after = admin.identities.renew(account, before);
        assertEquals("HTTP/1.1 200 OK", ask(port));
        await().until(() -> !status(admin, ana).lent().until().isBefore(after.expires()));
      }
      KubeObject pod = pods("hello").getFirst();
      kept.setSoTimeout(30_000);
      output("kubectl", "-n", namespace, "delete", "pod", pod.name(), "--grace-period=1");
      assertTrue(ends(kept), "a connection into a pod that is gone was left hanging");
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .until(() -> ask(port).equals("HTTP/1.1 200 OK"));
    await().until(() -> status(admin, ana).state() instanceof State.Active);
  }

  /// False where nothing is heard of it in time.
  private static boolean ends(Socket socket) {
    try {
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {
        // The rest of the answer.
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void bytesThatAreNotHttpPassAndAWebPagesRequestDoesNot() throws Exception {
    int port = start(admin, as("ana", "raw", "7000"));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("ahoi\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(24);
      assertEquals("HTTP/1.1 400 Bad Request", new String(answer, StandardCharsets.US_ASCII));
    }
    try (Socket page = new Socket(InetAddress.getLoopbackAddress(), port)) {
      page.getOutputStream()
          .write("POST / HTTP/1.1\r\nHost: evil.test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThrows(IOException.class, () -> page.getInputStream().readAllBytes());
    }
  }

  @Test
  void anotherUserOfTheMachineGetsNothing() throws Exception {
    AnotherUser.isNeeded();
    int port = start(admin, as("ana", "hello", "80").withName("others"));
    String said =
        AnotherUser.output(
            "exec 3<>/dev/tcp/127.0.0.1/"
                + port
                + "; printf 'GET / HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n' >&3; cat <&3");
    assertFalse(said.contains("HTTP/1.1"), said);
    assertTrue(
        admin.forwards.events("others").stream()
            .anyMatch(each -> each.words().contains("from user " + AnotherUser.NAME)),
        () -> admin.forwards.events("others").toString());
  }

  @Test
  void aSidecarThatListensItselfIsReachedInItsPod() throws Exception {
    assertEquals("HTTP/1.1 200 OK", ask(start(admin, as("ana", "own", "80"))));
    assertEquals("HTTP/1.1 403 Forbidden", ask(start(admin, as("bob", "own", "80"))));
  }

  @Test
  void whatCannotBeReachedUnderAnIdentityIsSaidBeforeAPortIsOpened() {
    Problem captured = problem(admin, as("ana", "hidden", "80"));
    assertEquals(Code.SERVICE_NOT_OFFERED, captured.code());
    assertEquals(
        "mooring mtls allow svc/hidden 80 --namespace " + namespace,
        ((Remedy.Command) captured.remedy()).command());
    assertEquals(Code.SIDECAR_MISSING, problem(admin, as("ana", "stranger", "80")).code());
  }

  private static Problem problem(Laptop laptop, ForwardSpec spec) {
    return assertThrows(MooringException.class, () -> laptop.forwards.start(spec)).problem();
  }

  @Test
  void aLaptopNeedsTheEntranceAndOneTokenAndIsToldWhichRightIsMissing(@TempDir Path folder)
      throws Exception {
    try (Laptop laptop = laptop(folder)) {
      assertEquals("HTTP/1.1 200 OK", ask(start(laptop, as("ana", "hello", "80"))));
      Problem refused = problem(laptop, as("bob", "hello", "80"));
      assertEquals(Code.MISSING_RIGHT, refused.code());
      assertTrue(
          refused.why().contains("create serviceaccounts/token bob in " + namespace),
          refused::toString);
    }
  }

  @Test
  void whatIsRemovedIsReachedNoLonger() throws Exception {
    services.allow(namespace, "hidden", "80");
    ForwardSpec hidden = as("ana", "hidden", "80").withName("removed");
    int port = start(admin, hidden);
    assertEquals("HTTP/1.1 200 OK", ask(port));
    services.remove(namespace, "hidden", "");
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              try {
                return !ask(port).equals("HTTP/1.1 200 OK");
              } catch (IOException e) {
                return true;
              }
            });
    await().until(() -> status(admin, hidden).state() instanceof State.Waiting);
  }

  /// The same cluster as a user who has the entrance's role and may ask for one account's token.
  private Laptop laptop(Path folder) throws Exception {
    Path config = folder.resolve("laptop.kubeconfig");
    Files.writeString(
        config,
        output("kubectl", "config", "view", "--raw", "--minify", "--flatten", "-o", "yaml"));
    String token = output("kubectl", "-n", namespace, "create", "token", "laptop").strip();
    String file = "--kubeconfig=" + config;
    output("kubectl", file, "config", "set-credentials", "laptop", "--token=" + token);
    output("kubectl", file, "config", "set-context", "--current", "--user=laptop");
    return new Laptop(new FabricKubeconfig(List.of(config)).connect(null));
  }

  private static String output(String... command) throws Exception {
    Process process =
        new ProcessBuilder(new ArrayList<>(List.of(command)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), said);
    return said;
  }
}
