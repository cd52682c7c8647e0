package dev.mooring.practice;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import dev.mooring.forward.LentIdentity;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.Target;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.forward.running.ClusterForwards;
import dev.mooring.identity.Identity;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.mesh.EntranceRoute;
import dev.mooring.mesh.OfferedService;
import dev.mooring.mesh.RegistryForwards;
import dev.mooring.mesh.ServiceWays;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.ClusterStack;
import dev.mooring.stack.MeshServices;
import dev.mooring.stack.Plan;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Forwards under the identity of a ServiceAccount: through the entrance, and into a pod whose
/// sidecar listens.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MeshForwardTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();
  private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";

  private PracticeCluster practice;
  private Cluster cluster;
  private ApiTunnels tunnels;
  private IstiodIdentities identities;
  private RegistryForwards registries;
  private ClusterForwards forwards;
  private Stack stack;
  private MeshServices services;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    practice = PracticeCluster.start();
    cluster =
        new FabricKubeconfig(List.of(practice.writeKubeconfig(directory))).connect("practice");
    tunnels = new ApiTunnels(cluster);
    EntranceRoute entrances = new EntranceRoute(cluster, tunnels);
    identities = new IstiodIdentities(cluster, tunnels, List.of(entrances));
    registries = new RegistryForwards(cluster, tunnels, identities, LocalUsers.owner());
    forwards =
        new ClusterForwards(
            cluster,
            tunnels,
            LocalUsers.owner(),
            new ServiceWays(cluster, tunnels, identities, entrances));
    stack = new ClusterStack(cluster, tunnels, registries::fresh);
    services = new MeshServices(cluster, OPTIONS);
    stack.install(OPTIONS, Progress.none());
    try (InputStream yaml =
        Objects.requireNonNull(getClass().getResourceAsStream("mesh-forward.yaml"))) {
      for (Document each :
          Documents.yaml(new String(yaml.readAllBytes(), StandardCharsets.UTF_8), "the test")) {
        cluster.apply(new KubeObject(each));
      }
    }
    for (String app : List.of("own", "plain", "captured", "raw")) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  cluster.list(Kind.POD, "shop", "app=" + app).stream()
                      .anyMatch(KubeObject::ready));
    }
  }

  @AfterEach
  void forget() throws InterruptedException {
    practice.allowEverything();
    for (ForwardStatus each : forwards.all().get()) {
      forwards.remove(each.spec().name());
    }
    for (OfferedService each : services.list()) {
      services.remove(each.namespace(), each.name(), "");
    }
  }

  @AfterAll
  void stop() {
    forwards.close();
    registries.close();
    identities.close();
    tunnels.close();
    cluster.close();
    practice.close();
  }

  private static ForwardSpec as(String account, String service, String port) {
    return ForwardSpec.of(service + "-" + account, new Target.Service("shop", service, port), 0)
        .withAs(new AccountName("shop", account));
  }

  private String ask(ForwardSpec spec, String request) throws Exception {
    int port = forwards.start(spec).listening().getFirst().getPort();
    return ask(port, request);
  }

  private static String ask(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.substring(0, Math.max(0, answer.indexOf('\r')));
    }
  }

  private Problem problem(ForwardSpec spec) {
    return assertThrows(MooringException.class, () -> forwards.start(spec)).problem();
  }

  private ForwardStatus status(ForwardSpec spec) {
    return forwards.all().get().stream()
        .filter(each -> each.spec().name().equals(spec.name()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSidecarThatListensIsReachedInItsPodAndItsPolicySeesTheAccount() throws Exception {
    ForwardSpec ana = as("ana", "own", "http");
    assertEquals("HTTP/1.1 200 OK", ask(ana, GET));
    assertEquals("HTTP/1.1 403 Forbidden", ask(as("bob", "own", "80"), GET));
    LentIdentity lent = status(ana).lent();
    assertEquals("cluster.local/ns/shop/sa/ana", lent.principal());
    assertEquals("through the Kubernetes API", lent.route());
    assertEquals(1, status(ana).pods().size());
  }

  @Test
  void whatTheEntranceLeadsToIsReachedThereWithoutARightInItsNamespace() throws Exception {
    assertEquals("shop/seller", services.allow("shop", "own", "http").account().toString());
    practice.denyRights("list", "services", "shop");
    practice.denyRights("list", "pods", "shop");
    practice.denyRights("create", "pods/portforward", "shop");
    ForwardSpec ana = as("ana", "own", "80");
    assertEquals("HTTP/1.1 200 OK", ask(ana, GET));
    assertEquals("HTTP/1.1 403 Forbidden", ask(as("bob", "own", "80"), GET));
    assertEquals("entrance through the Kubernetes API", status(ana).lent().route());
    assertEquals(List.of(), status(ana).pods());
  }

  @Test
  void whoCanLookSeesThePodsOfTheServiceAndNotThoseOfTheEntrance() throws Exception {
    services.allow("shop", "own", "80");
    ForwardSpec ana = as("ana", "own", "80");
    ask(ana, GET);
    assertTrue(status(ana).pods().getFirst().startsWith("own-"), status(ana)::toString);
    Problem pinned = problem(ana.withPick(PodSelection.pinned("own-1")));
    assertEquals(Code.INVALID_VALUE, pinned.code());
  }

  @Test
  void whatAPortForwardWouldReachPastItsSidecarIsRefusedWithTheWayOut() {
    Problem captured = problem(as("ana", "captured", "80"));
    assertEquals(Code.SERVICE_NOT_OFFERED, captured.code());
    assertTrue(captured.why().contains("bypasses their sidecar"), captured::why);
    assertEquals(
        "mooring mtls allow svc/captured 80 --namespace shop",
        assertInstanceOf(Remedy.Command.class, captured.remedy()).command());
    assertEquals(Code.SIDECAR_MISSING, problem(as("ana", "plain", "80")).code());
    assertEquals(Code.NOT_READY, problem(as("ana", "nothing", "80")).code());
  }

  @Test
  void aTokenThatIsNotGrantedIsNamedWithItsRole() {
    practice.denyRights("create", "serviceaccounts/token", "shop");
    Problem refused = problem(as("ana", "own", "80"));
    assertEquals(Code.MISSING_RIGHT, refused.code());
    assertTrue(refused.why().contains("create serviceaccounts/token ana in shop"), refused::why);
    String role = assertInstanceOf(Remedy.Grant.class, refused.remedy()).role();
    assertTrue(role.contains("serviceaccounts/token") && role.contains("ana"), role);
  }

  @Test
  void aWebPageGetsNothingByThePort() throws Exception {
    ForwardSpec ana = as("ana", "own", "80");
    int port = forwards.start(ana).listening().getFirst().getPort();
    for (String head :
        List.of(
            "GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.test\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\n",
            "GET / HTTP/1.1\r\nHost: evil.test\r\n",
            "OPTIONS / HTTP/1.1\r\nHost: localhost\r\n")) {
      assertEquals("HTTP/1.1 403 Forbidden", ask(port, head), head);
    }
    assertEquals("HTTP/1.1 200 OK", ask(port, GET));
  }

  @Test
  void aRequestOnAPortThatIsDeclaredAsTcpIsCut() throws Exception {
    ForwardSpec raw = as("ana", "raw", "7000");
    int port = forwards.start(raw).listening().getFirst().getPort();
    assertThrows(IOException.class, () -> ask(port, GET));
    assertTrue(
        forwards.events(raw.name()).stream()
            .anyMatch(each -> each.words().contains("Refused an HTTP request")),
        () -> forwards.events(raw.name()).toString());
  }

  @Test
  void aRenewedCertificateIsShownFromTheNextConnectionOn() throws Exception {
    ForwardSpec ana = as("ana", "own", "80");
    int port = forwards.start(ana).listening().getFirst().getPort();
    ServiceAccount account = new ServiceAccount("shop", "ana");
    for (int i = 0; i < 3; i++) {
      Identity next = identities.renew(account, identities.get(account));
      assertEquals("HTTP/1.1 200 OK", ask(port, GET));
      await().until(() -> !status(ana).lent().until().isBefore(next.expires()));
    }
  }

  @Test
  void aRefusalThatComesAfterTheHandshakeIsToldAsTheState() throws Exception {
    services.allow("shop", "own", "80");
    ForwardSpec ana = as("ana", "own", "80");
    assertEquals("HTTP/1.1 200 OK", ask(ana, GET));
    services.remove("shop", "own", "");
    int port = status(ana).listening().getFirst().getPort();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              try {
                return !ask(port, GET).contains(" 200 ");
              } catch (IOException e) {
                return true;
              }
            });
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> status(ana).state() instanceof State.Waiting);
    services.allow("shop", "own", "80");
    await().atMost(Duration.ofSeconds(30)).until(() -> status(ana).state() instanceof State.Active);
  }

  @Test
  void whatHadNoReadyPodAtItsStartComesUpByItselfAndAStoppedOneDoesNot() throws Exception {
    ForwardSpec late = as("ana", "late", "80");
    ForwardSpec stopped = late.withName("stopped");
    assertEquals(Code.NOT_READY, problem(late).code());
    assertEquals(Code.NOT_READY, problem(stopped).code());
    forwards.stop("stopped");
    cluster.mergePatch(
        Kind.SERVICE,
        "shop",
        "late",
        "",
        Document.of(Map.of("spec", Map.of("selector", Map.of("app", "own")))));
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> status(late).state() instanceof State.Active);
    assertEquals("HTTP/1.1 200 OK", ask(status(late).listening().getFirst().getPort(), GET));
    assertInstanceOf(State.Stopped.class, status(stopped).state());
  }

  @Test
  void anInstallKeepsWhatLaptopsCanReachAndOnlyWhatHasASidecarIsAllowed() throws Exception {
    services.allow("shop", "own", "80");
    assertEquals(
        List.of(),
        stack.plan(OPTIONS).steps().stream()
            .filter(each -> each.action() == Plan.Action.REMOVE)
            .toList());
    assertEquals(
        Code.SIDECAR_MISSING,
        assertThrows(MooringException.class, () -> services.allow("shop", "plain", "80"))
            .problem()
            .code());
    assertEquals(
        Code.PORT_UNKNOWN,
        assertThrows(MooringException.class, () -> services.allow("shop", "own", "81"))
            .problem()
            .code());
    assertEquals(
        Code.SERVICE_NOT_OFFERED,
        assertThrows(MooringException.class, () -> services.remove("shop", "captured", ""))
            .problem()
            .code());
  }
}
