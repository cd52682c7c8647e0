package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.Rehearsal;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.render.BuilderPolicy;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import dev.mooring.stack.render.WriterPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A change of who can push is tried, seen, and enforced or discarded, whatever protects the
/// registry.
final class RehearsalsTest {
  private static final Instant SINCE = Instant.parse("2026-11-26T05:00:00Z");
  private static final Writer ANA = new Writer("ana", "dev", "pusher", List.of("*"));
  private static final Builder KANIKO =
      new Builder(new ServiceAccount("build", "kaniko"), List.of("*"));
  private static final Rehearsed NARROWED = new Rehearsed("dev", "ana", List.of("app/*"), SINCE);
  private static final Rehearsed REMOVED = new Rehearsed("dev", "ana", List.of(), SINCE);

  private final CannedCluster cluster = new CannedCluster();

  private StackOptions installed(Protection protection) throws InterruptedException {
    StackOptions options = StackOptions.defaults().withProtection(protection);
    new Rendering(options, Surroundings.usual()).objects().forEach(cluster::apply);
    if (protection == Protection.MESH) {
      pod("istio-proxy", "istio/proxyv2:1.31.0");
    }
    WriterStore.of(cluster, options).put(ANA);
    if (protection == Protection.MESH) {
      cluster.apply(BuilderPolicy.of(options, KANIKO));
    } else {
      WriterStore.of(cluster, options).put(KANIKO.atDoor());
    }
    return options;
  }

  private void pod(String container, String image) {
    cluster.with(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: registry-1, namespace: kube-registry, labels: {app: kube-registry}}
        spec: {initContainers: [{name: %s, image: '%s'}]}
        status:
          initContainerStatuses:
          - {name: %s, state: {running: {startedAt: '2026-11-26T04:00:00Z'}}}
        """
            .formatted(container, image, container));
  }

  private Rehearsals rehearsals(StackOptions options) {
    return new Rehearsals(cluster, options);
  }

  private Optional<Rehearsed> current(StackOptions options) throws InterruptedException {
    return rehearsals(options).look().map(Rehearsal::rehearsed);
  }

  private List<Writer> writers(StackOptions options) throws InterruptedException {
    return WriterStore.of(cluster, options).list();
  }

  /// Everything but the moment at which pods were told to look.
  private List<KubeObject> objects() {
    List<KubeObject> all = new ArrayList<>();
    for (Kind each : List.of(Kind.CONFIG_MAP, Kind.AUTHORIZATION_POLICY, Kind.ENVOY_FILTER)) {
      cluster
          .list(each, null, "")
          .forEach(
              one ->
                  all.add(new KubeObject(one.document().without("metadata", "resourceVersion"))));
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource(names = {"MESH", "TOKENS"})
  void whatIsRehearsedChangesNoWriterAndLeavesNothingWhenDiscarded(Protection protection)
      throws InterruptedException {
    StackOptions options = installed(protection);
    List<Writer> writers = writers(options);
    List<KubeObject> before = objects();
    for (Rehearsed each :
        List.of(
            NARROWED,
            REMOVED,
            new Rehearsed("build", KANIKO.atDoor().name(), List.of("app/*"), SINCE))) {
      rehearsals(options).begin(each);
      assertEquals(Optional.of(each), current(options));
      assertEquals(writers, writers(options));
      assertFalse(before.equals(objects()));
      assertEquals(each, rehearsals(options).discard());
      assertEquals(Optional.empty(), current(options));
      assertEquals(before, objects());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MESH", "TOKENS"})
  void whatIsEnforcedIsInForceAndTheRehearsalOver(Protection protection)
      throws InterruptedException {
    StackOptions options = installed(protection);
    rehearsals(options).begin(NARROWED);
    rehearsals(options).enforce();
    Writer narrowed = new Writer("ana", "dev", "pusher", List.of("app/*"));
    assertTrue(writers(options).contains(narrowed));
    assertEquals(Optional.empty(), current(options));
    rehearsals(options).begin(REMOVED);
    rehearsals(options).enforce();
    assertTrue(writers(options).stream().noneMatch(each -> each.name().equals("ana")));
    assertEquals(Optional.empty(), current(options));
    assertTrue(
        objects().stream().noneMatch(each -> each.document().toString().contains("rehearsal\"")));
  }

  @ParameterizedTest
  @EnumSource(names = {"MESH", "TOKENS"})
  void aRegistryRehearsesOneChangeAtATime(Protection protection) throws InterruptedException {
    StackOptions options = installed(protection);
    rehearsals(options).begin(NARROWED);
    List<KubeObject> before = objects();
    Problem problem =
        assertThrows(MooringException.class, () -> rehearsals(options).begin(REMOVED)).problem();
    assertEquals(Code.REHEARSAL_IN_PROGRESS, problem.code());
    assertEquals(before, objects());
  }

  @ParameterizedTest
  @EnumSource(names = {"MESH", "TOKENS"})
  void aRehearsalEndsWithTheWriterThatItIsAbout(Protection protection) throws InterruptedException {
    StackOptions options = installed(protection);
    Writers writers = new Writers(cluster, options);
    rehearsals(options).begin(NARROWED);
    writers.remove("ana", "dev");
    assertEquals(Optional.empty(), current(options));
    assertEquals(List.of(), cluster.list(Kind.AUTHORIZATION_POLICY, null, "mooring.dev/rehearsal"));
    assertEquals(Code.REHEARSAL_UNKNOWN, refused(options, true).code());
    assertEquals(Code.REHEARSAL_UNKNOWN, refused(options, false).code());
  }

  private Problem refused(StackOptions options, boolean enforcing) {
    return assertThrows(
            MooringException.class,
            () -> {
              if (enforcing) {
                rehearsals(options).enforce();
              } else {
                rehearsals(options).discard();
              }
            })
        .problem();
  }

  @ParameterizedTest
  @EnumSource(names = {"MESH", "TOKENS"})
  void writersWhoComeAndGoMeanwhileAreRehearsedToo(Protection protection)
      throws InterruptedException {
    StackOptions options = installed(protection);
    Writers writers = new Writers(cluster, options);
    rehearsals(options).begin(NARROWED);
    writers.add(new Writer("bob", "dev", "bob", List.of("bob/*")), "bob");
    assertEquals(Optional.of(NARROWED), current(options));
    assertTrue(tried(options).contains("bob/"));
    writers.remove("bob", "dev");
    assertEquals(Optional.of(NARROWED), current(options));
    assertFalse(tried(options).contains("bob/"));
  }

  /// What the proxy is to try.
  private String tried(StackOptions options) throws InterruptedException {
    if (options.protection() == Protection.TOKENS) {
      String rules =
          cluster
              .get(Kind.CONFIG_MAP, "kube-registry", "mooring-writers")
              .orElseThrow()
              .at("data", "rules.yaml")
              .textOrEmpty();
      return rules.substring(rules.indexOf("shadow_rules"));
    }
    return cluster.list(Kind.AUTHORIZATION_POLICY, null, "mooring.dev/rehearsal").toString();
  }

  @ParameterizedTest
  @EnumSource(names = {"MESH", "TOKENS"})
  void whoIsNoWriterIsNotRehearsed(Protection protection) throws InterruptedException {
    StackOptions options = installed(protection);
    List<KubeObject> before = objects();
    Rehearsed eve = new Rehearsed("dev", "eve", List.of("app/*"), SINCE);
    assertEquals(Code.WRITER_UNKNOWN, refusal(options, eve).code());
    Rehearsed builder = new Rehearsed("dev", "eve.builder", List.of(), SINCE);
    assertEquals(Code.BUILDER_UNKNOWN, refusal(options, builder).code());
    Rehearsed odd = new Rehearsed("dev", "ana", List.of("../x"), SINCE);
    assertEquals(Code.INVALID_NAME, refusal(options, odd).code());
    assertEquals(before, objects());
  }

  private Problem refusal(StackOptions options, Rehearsed change) {
    return assertThrows(MooringException.class, () -> rehearsals(options).begin(change)).problem();
  }

  @ParameterizedTest
  @EnumSource(names = {"MESH", "TOKENS"})
  void neitherDriftNorTheNextInstallTouchesIt(Protection protection) throws InterruptedException {
    StackOptions options = installed(protection);
    rehearsals(options).begin(NARROWED);
    Surroundings usual = Surroundings.usual();
    Surroundings around =
        protection == Protection.MESH
            ? usual
            : usual.withDoor(
                usual
                    .door()
                    .withWriters(KeptWriters.of(cluster, options))
                    .withRehearsed(new DoorWriters(cluster, options).rehearsed()));
    List<KubeObject> desired = new Rendering(options, around).objects();
    // Whoever applies sends no version.
    List<Planner.Task> tasks =
        new Planner(cluster, options)
            .tasks(around, desired).stream()
                .filter(each -> each.step().action() != Plan.Action.KEEP)
                .filter(each -> !onlyVersion(each))
                .toList();
    assertEquals(List.of(), tasks);
  }

  private static boolean onlyVersion(Planner.Task task) {
    return task.before()
        .filter(
            each ->
                each.document()
                    .without("metadata", "resourceVersion")
                    .equals(task.object().document()))
        .isPresent();
  }

  @Test
  void aDoorRehearsesAllRulesAsTheyWouldBe() throws InterruptedException {
    StackOptions options = installed(Protection.TOKENS);
    rehearsals(options).begin(NARROWED);
    String tried = tried(options);
    assertTrue(tried.contains("/v2/app/"), tried);
    assertTrue(tried.contains("readers") && tried.contains("kaniko"), tried);
  }

  @Test
  void aMeshRehearsesACopyOfEachPolicyThatAllowsSomething() throws InterruptedException {
    StackOptions options = installed(Protection.MESH);
    cluster.with(
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: theirs, namespace: kube-registry}
        spec: {rules: [{from: [{source: {principals: [x/ns/y/sa/z]}}]}]}
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: mesh, namespace: istio-system}
        spec: {action: ALLOW, rules: [{from: [{source: {namespaces: [ops]}}]}]}
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: elsewhere, namespace: kube-registry}
        spec: {selector: {matchLabels: {app: other}}, action: ALLOW, rules: [{}]}
        """);
    rehearsals(options).begin(REMOVED);
    List<KubeObject> copies =
        cluster.list(Kind.AUTHORIZATION_POLICY, null, "mooring.dev/rehearsal");
    assertEquals(
        List.of(
            "rehearsal.istio-system.mesh",
            "rehearsal.kube-registry.builder.build.kaniko",
            "rehearsal.kube-registry.read",
            "rehearsal.kube-registry.theirs",
            "rehearsal.kube-registry.writer.kube-registry.mooring"),
        copies.stream().map(KubeObject::name).toList());
    for (KubeObject each : copies) {
      assertEquals("true", each.annotations().get("istio.io/dry-run"));
      assertTrue(List.of("", "ALLOW").contains(each.at("spec", "action").textOrEmpty()));
      assertEquals(
          "kube-registry", each.at("spec", "selector", "matchLabels", "app").textOrEmpty());
      assertEquals("kube-registry", each.namespace());
    }
  }

  @Test
  void somebodyElsesDryRunWouldSpoilTheResult() throws InterruptedException {
    StackOptions options = installed(Protection.MESH);
    cluster.with(
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: theirs, namespace: kube-registry, annotations: {istio.io/dry-run: 'true'}}
        spec: {rules: [{}]}
        """);
    Problem problem = refusal(options, NARROWED);
    assertEquals(Code.REHEARSAL_NOT_POSSIBLE, problem.code());
    assertTrue(problem.why().contains("AuthorizationPolicy kube-registry/theirs"), problem.why());
  }

  @Test
  void anEnvoyFilterOfSomebodyElseIsNotTakenOver() throws InterruptedException {
    StackOptions options = installed(Protection.MESH);
    cluster.with(
        """
        apiVersion: networking.istio.io/v1alpha3
        kind: EnvoyFilter
        metadata: {name: rehearsal, namespace: kube-registry}
        """);
    List<KubeObject> before = objects();
    assertEquals(Code.OBJECT_OF_OTHERS, refusal(options, NARROWED).code());
    assertEquals(before, objects());
  }

  @Test
  void halfARehearsalIsTakenBack() throws InterruptedException {
    StackOptions options = installed(Protection.MESH);
    List<KubeObject> before = objects();
    cluster.born =
        object -> {
          if (object.name().equals("rehearsal.kube-registry.read")) {
            throw new Problem(Code.DENIED_BY_POLICY, "Cannot apply", "no", Remedy.none()).raise();
          }
          return object;
        };
    assertEquals(Code.DENIED_BY_POLICY, refusal(options, NARROWED).code());
    assertEquals(before, objects());
  }

  @ParameterizedTest
  @ValueSource(strings = {"istio/proxyv2:1.23.4", "istio/proxyv2:1.9.0", "istio/proxyv2:latest"})
  void aSidecarThatIsNotKnownToHonorDryRunsGetsNone(String image) throws InterruptedException {
    StackOptions options = installed(Protection.MESH);
    pod("istio-proxy", image);
    List<KubeObject> before = objects();
    assertEquals(Code.REHEARSAL_NOT_POSSIBLE, refusal(options, NARROWED).code());
    assertEquals(before, objects());
  }

  @Test
  void aDigestsVersionIsIstiods() throws InterruptedException {
    StackOptions options = installed(Protection.MESH);
    pod("istio-proxy", "mirror.example:5000/istio/proxyv2@sha256:00");
    cluster.with(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: istiod
          namespace: istio-system
          labels: {app: istiod, app.kubernetes.io/version: 1.31.0}
        """);
    rehearsals(options).begin(NARROWED);
    assertEquals(Optional.of(NARROWED), current(options));
  }

  @Test
  void whatZtunnelMightEnforceIsNotMade() throws InterruptedException {
    StackOptions options = installed(Protection.MESH);
    KubeObject namespace = cluster.get(Kind.NAMESPACE, null, "kube-registry").orElseThrow();
    cluster.apply(
        new KubeObject(
            namespace.document().with("ambient", "metadata", "labels", "istio.io/dataplane-mode")));
    List<KubeObject> before = objects();
    assertEquals(Code.REHEARSAL_NOT_POSSIBLE, refusal(options, NARROWED).code());
    cluster.apply(namespace);
    pod("registry", "registry:3");
    assertEquals(Code.REHEARSAL_NOT_POSSIBLE, refusal(options, NARROWED).code());
    assertEquals(before, objects());
  }

  @Test
  void aDoorOfAnOlderMooringRehearsesNothing() throws InterruptedException {
    StackOptions options = installed(Protection.TOKENS);
    KubeObject door = cluster.get(Kind.CONFIG_MAP, "kube-registry", "mooring-door").orElseThrow();
    cluster.apply(new KubeObject(door.document().with("x", "data", "envoy.yaml")));
    Problem problem = refusal(options, NARROWED);
    assertEquals(Code.REGISTRY_OUTDATED, problem.code());
    assertEquals(Optional.empty(), current(options));
  }

  @Test
  void aPlainRegistryRehearsesNothing() throws InterruptedException {
    StackOptions options = StackOptions.defaults().withProtection(Protection.PLAIN);
    assertEquals(Code.REHEARSAL_NOT_POSSIBLE, refusal(options, NARROWED).code());
    assertEquals(Optional.empty(), current(options));
  }

  @ParameterizedTest
  @EnumSource(names = {"MESH", "TOKENS"})
  void whoLacksARightIsToldAndNothingIsBegun(Protection protection) throws InterruptedException {
    StackOptions options = installed(protection);
    cluster.lacking = request -> request.resource().equals("pods/log");
    List<KubeObject> before = objects();
    assertEquals(Code.MISSING_RIGHT, refusal(options, NARROWED).code());
    assertEquals(before, objects());
  }

  @ParameterizedTest
  @EnumSource(names = {"MESH", "TOKENS"})
  void whoWouldHaveBeenRefusedIsCountedFromTheBeginningOn(Protection protection)
      throws InterruptedException {
    StackOptions options = installed(protection);
    rehearsals(options).begin(NARROWED);
    String container = protection == Protection.MESH ? "istio-proxy" : "envoy";
    pod(container, "istio/proxyv2:1.31.0");
    cluster.logs.put(
        "kube-registry/registry-1/" + container,
        Stream.of(
                line("04:59:59", "pusher", "POST", "old/x/blobs/uploads/"),
                "[warning] something else",
                line("05:00:01", "pusher", "POST", "web/blobs/uploads/"),
                line("05:00:03", "pusher", "PUT", "web/manifests/1"),
                line("05:00:02", "pusher", "PATCH", "web/blobs/uploads/7"),
                line("05:01:00", "pusher", "PUT", "shop/manifests/1"))
            .reduce("", (all, each) -> all + each + "\n"));
    Rehearsal rehearsal = rehearsals(options).look().orElseThrow();
    assertEquals(
        new Rehearsal(
            NARROWED,
            SINCE,
            List.of(
                refusal("web", List.of("PATCH", "POST", "PUT"), 3, "05:00:01", "05:00:03"),
                refusal("shop", List.of("PUT"), 1, "05:01:00", "05:01:00")),
            ""),
        rehearsal);
    assertEquals(4, rehearsal.requests());
  }

  private static Instant at(String time) {
    return Instant.parse("2026-11-26T" + time + "Z");
  }

  private static Rehearsal.Refusal refusal(
      String repository, List<String> methods, long requests, String first, String last) {
    return new Rehearsal.Refusal(
        "dev/pusher", repository, new TreeSet<>(methods), requests, at(first), at(last));
  }

  private static String line(String time, String account, String method, String path) {
    return String.format(
        Locale.ROOT,
        "{\"account\":\"spiffe://cluster.local/ns/dev/sa/%s\",\"at\":\"%s\","
            + "\"log\":\"mooring-rehearsal\",\"method\":\"%s\",\"path\":\"/v2/%s\"}",
        account,
        at(time),
        method,
        path);
  }

  @Test
  void aRegistryThatStartedAgainCountsFromThen() throws InterruptedException {
    StackOptions options = installed(Protection.TOKENS);
    Rehearsed earlier =
        new Rehearsed("dev", "ana", List.of("app/*"), Instant.parse("2026-11-25T00:00:00Z"));
    rehearsals(options).begin(earlier);
    pod("envoy", "envoy");
    assertEquals(at("04:00:00"), rehearsals(options).look().orElseThrow().counted());
  }

  @Test
  void whoMayNotReadTheLogSeesTheRehearsalAndWhyNotMore() throws InterruptedException {
    StackOptions options = installed(Protection.TOKENS);
    rehearsals(options).begin(NARROWED);
    cluster.hidden.add("Pod");
    Rehearsal rehearsal = rehearsals(options).look().orElseThrow();
    assertEquals(NARROWED, rehearsal.rehearsed());
    assertEquals("the user ana doesn't have permission: list pods", rehearsal.hidden());
    cluster.hidden.add("ConfigMap");
    assertEquals(Optional.empty(), rehearsals(options).look());
  }

  @ParameterizedTest
  @EnumSource(names = {"MESH", "TOKENS"})
  void anUninstallTakesItAlong(Protection protection) throws InterruptedException {
    StackOptions options = installed(protection);
    rehearsals(options).begin(NARROWED);
    new Remover(cluster, options).remove(Stack.DataFate.DELETE, Progress.none());
    assertEquals(List.of(), objects());
  }

  @Test
  void aPolicyMayBeAWritersAndNotMoorings() throws InterruptedException {
    StackOptions options = installed(Protection.MESH);
    KubeObject theirs = WriterPolicy.of(options, new Writer("x", "dev", "x", List.of("x/*")));
    cluster.apply(new KubeObject(theirs.document().without("metadata", "labels")));
    rehearsals(options).begin(NARROWED);
    assertTrue(tried(options).contains("x/"));
  }
}
