package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.options.WriterRights;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who can push, as the one who gives and takes it sees it.
final class WritersTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();
  private static final Writer ANA = new Writer("ana", "dev", "pusher", List.of("ana/*", "app"));

  /// Every install makes its own account a writer.
  private static final Writer OWN = new Writer("mooring", "kube-registry", "mooring", List.of("*"));

  private final CannedCluster cluster = new CannedCluster();
  private final Writers writers = new Writers(cluster, OPTIONS);
  private List<String> installed;

  @BeforeEach
  void install() {
    new Rendering(OPTIONS, Surroundings.usual()).objects().forEach(cluster::apply);
    installed = cluster.names();
  }

  private Problem refused(Writer writer) {
    Problem problem =
        assertThrows(MooringException.class, () -> writers.add(writer, "ana")).problem();
    assertEquals(installed, cluster.names());
    return problem;
  }

  @Test
  void whoWasAddedIsListedByNamespaceAndName() throws InterruptedException {
    Writer bob = new Writer("bob", "dev", "pusher", List.of("*"));
    Writer zoe = new Writer("zoe", "build", "ci", List.of("zoe/app"));
    for (Writer each : List.of(bob, ANA, zoe)) {
      writers.add(each, "ana");
    }
    assertEquals(List.of(zoe, ANA, bob, OWN), writers.list());
  }

  @Test
  void policiesThatMakeNobodyAWriterAreNotListed() throws InterruptedException {
    writers.add(ANA, "ana");
    cluster.with(
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata:
          name: theirs
          namespace: kube-registry
          labels: {mooring.dev/writer: eve}
        spec: {rules: [{from: [{source: {principals: [cluster.local/ns/x/sa/eve]}}]}]}
        """);
    assertEquals(List.of(ANA, OWN), writers.list());
  }

  @Test
  void addingAgainChangesWhatMayBePushed() throws InterruptedException {
    writers.add(ANA, "ana");
    Writer narrower = new Writer("ana", "dev", "pusher", List.of("app"));
    writers.add(narrower, "ana");
    assertEquals(List.of(narrower, OWN), writers.list());
  }

  @Test
  void thePersonGetsRightsToBeThatAccountAndToReachTheEntrance() throws InterruptedException {
    cluster.with("{apiVersion: v1, kind: Namespace, metadata: {name: dev}}");
    WriterRights rights = writers.add(ANA, "ana@example.com");
    assertEquals("ana@example.com", rights.user());
    assertEquals(List.of(), rights.remarks());
    assertEquals(
        List.of(
            "ServiceAccount dev/pusher",
            "Role dev/mooring-push-ana",
            "RoleBinding dev/mooring-push-ana",
            "RoleBinding kube-registry/mooring-writer-dev-ana",
            "RoleBinding mooring-entrance/mooring-writer-dev-ana"),
        rights.objects().stream().map(each -> new KubeObject(each.object()).words()).toList());
    assertTrue(rights.yaml().contains("ana@example.com"), rights.yaml());
  }

  @Test
  void aWriterOfANamespaceThatIsNotThereIsRemarkedOn() throws InterruptedException {
    List<Finding> remarks = writers.add(ANA, "ana").remarks();
    assertEquals(List.of("Namespace dev"), remarks.stream().map(Finding::subject).toList());
    assertTrue(remarks.getFirst().whatToDo().contains("kubectl create namespace dev"));
  }

  @Test
  void whoMayNotSeeNamespacesAddsAWriterWithoutARemark() throws InterruptedException {
    cluster.hidden.add("Namespace");
    assertEquals(List.of(), writers.add(ANA, "ana").remarks());
    assertEquals(List.of(ANA, OWN), writers.list());
  }

  @Test
  void aWriterWhoWasRemovedIsNoWriterAnyMore() throws InterruptedException {
    writers.add(ANA, "ana");
    writers.remove("ana", "dev");
    assertEquals(List.of(OWN), writers.list());
    assertEquals(installed, cluster.names());
  }

  @Test
  void aWriterWhoIsNotThereCannotBeRemoved() throws InterruptedException {
    writers.add(ANA, "ana");
    Problem problem =
        assertThrows(MooringException.class, () -> writers.remove("ana", "other")).problem();
    assertEquals(Code.WRITER_UNKNOWN, problem.code());
    assertEquals("Can't remove the writer other/ana", problem.what());
    assertEquals(List.of(ANA, OWN), writers.list());
  }

  @Test
  void aPolicyOfSomebodyElseIsNeverRemoved() {
    cluster.with(
        "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name:"
            + " writer.dev.ana, namespace: kube-registry}}");
    assertEquals(
        Code.WRITER_UNKNOWN,
        assertThrows(MooringException.class, () -> writers.remove("ana", "dev")).problem().code());
    assertTrue(cluster.names().contains("AuthorizationPolicy kube-registry/writer.dev.ana"));
  }

  static Stream<Writer> invalid() {
    return Stream.of(
        new Writer("Ana", "dev", "pusher", List.of("*")),
        new Writer("ana", "dev.x", "pusher", List.of("*")),
        new Writer("ana", "dev", "", List.of("*")),
        new Writer("ana", "dev", "pusher", List.of("../x")),
        new Writer("ana", "dev", "pusher", List.of("app", "a/manifests/*")),
        new Writer("ana", "dev", "pusher", List.of()),
        new Writer("ana", "dev", "pusher", Collections.nCopies(51, "app")));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void whatIsNoNameOrNoPrefixIsRefusedBeforeAnythingIsWritten(Writer writer) {
    assertEquals(Code.INVALID_NAME, refused(writer).code());
  }

  @Test
  void fiftyRepositoriesAreTaken() throws InterruptedException {
    List<String> fifty = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      fifty.add("app" + i);
    }
    Writer many = new Writer("many", "dev", "pusher", fifty);
    writers.add(many, "ana");
    assertEquals(List.of(many, OWN), writers.list());
  }

  @Test
  void anAccountOfTheNodesNamespaceIsNoWriter() {
    Problem problem = refused(new Writer("ana", "mooring-node", "pusher", List.of("*")));
    assertEquals(Code.WRITER_NOT_ALLOWED, problem.code());
  }

  @Test
  void whereNoRegistryIsNobodyBecomesAWriter() {
    cluster.delete(Kind.DEPLOYMENT, "kube-registry", "kube-registry", java.time.Duration.ZERO);
    installed = cluster.names();
    assertEquals(Code.REGISTRY_MISSING, refused(ANA).code());
    cluster.with(
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: kube-registry, namespace:"
            + " kube-registry}}");
    installed = cluster.names();
    assertEquals(Code.REGISTRY_MISSING, refused(ANA).code());
  }

  @Test
  void anOlderMooringDoesNotAddWritersToANewerOnesStack() throws InterruptedException {
    KubeObject record =
        cluster.get(Kind.CONFIG_MAP, "kube-registry", "mooring-stack").orElseThrow();
    cluster.apply(new KubeObject(record.document().with("99.0.0", "data", "version")));
    assertEquals(Code.OLDER_MOORING, refused(ANA).code());
  }

  @Test
  void namesOfAWriterToRemoveAreCheckedToo() {
    for (List<String> each : List.of(List.of("../x", "dev"), List.of("ana", "a/b"))) {
      assertEquals(
          Code.INVALID_NAME,
          assertThrows(
                  MooringException.class, () -> writers.remove(each.getFirst(), each.getLast()))
              .problem()
              .code());
    }
  }
}
