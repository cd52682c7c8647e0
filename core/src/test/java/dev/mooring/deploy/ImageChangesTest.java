package dev.mooring.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Patched;
import dev.mooring.cluster.ServerVersion;
import dev.mooring.document.Documents;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ImageChangesTest {
  private final List<String> tried = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private String image = "ana/app:1";
  private String strategy = "RollingUpdate";
  private String more = "";
  private @Nullable Problem refusal;

  @Test
  void onlyTheApplicationsImageIsPatchedAndOnlyWhereItIsAsItWasSeen() throws InterruptedException {
    ImageChange change = plan("", "ana/app:2");
    assertEquals(List.of("it is old"), change.warnings());
    String steps =
        "test /spec/template/spec/containers/1/name app, "
            + "test /spec/template/spec/containers/1/image ana/app:1, "
            + "replace /spec/template/spec/containers/1/image ana/app:2";
    assertEquals(List.of(steps), tried);
    assertEquals(List.of(), done);
    ImageChanges.apply(cluster(), change);
    assertEquals(List.of(steps), done);
  }

  @Test
  void rollingBackGivesTheFormerImageToThatContainer() throws InterruptedException {
    ImageChange change = plan("", "ana/app:2");
    image = "ana/app:2";
    ImageChanges.apply(cluster(), change.undo());
    assertTrue(
        done.getFirst().endsWith("replace /spec/template/spec/containers/1/image ana/app:1"));
  }

  @Test
  void anInitContainerIsOneThatCanBeNamed() throws InterruptedException {
    plan("prepare", "ana/tool:2");
    assertTrue(tried.getFirst().contains("/spec/template/spec/initContainers/0/image ana/tool:1"));
  }

  @Test
  void whatSomebodyElseChangedMeanwhileIsNotTakenBackAndSaysWhoDid() throws InterruptedException {
    ImageChange change = plan("", "ana/app:2");
    image = "ana/app:3";
    more =
        """
          managedFields:
            - manager: kube-controller-manager
              fieldsV1: {"f:status": {}}
            - manager: kubectl-set
              fieldsV1:
                "f:spec": {"f:template": {"f:spec": {"f:containers": {"k:{\\"name\\":\\"app\\"}": {"f:image": {}}}}}}
        """;
    MooringException failure =
        assertThrows(MooringException.class, () -> ImageChanges.apply(cluster(), change));
    assertEquals(Code.CONFLICT, failure.problem().code());
    assertEquals("its image is ana/app:3 now, set by kubectl-set", failure.problem().why());
    assertEquals(List.of(), done);
  }

  @Test
  void whatAPolicyWouldRefuseIsRefusedBeforeAnythingIsChanged() {
    refusal =
        new Problem(Code.DENIED_BY_POLICY, "", "only signed images", new Remedy.Advice("Sign it"));
    MooringException failure = assertThrows(MooringException.class, () -> plan("", "ana/app:2"));
    assertEquals(Code.DENIED_BY_POLICY, failure.problem().code());
    assertEquals("Can't set the image of deploy/app", failure.problem().what());
    assertEquals("only signed images", failure.problem().why());
  }

  @Test
  void aWebhookThatTakesPartInNoDryRunForbidsNothing() throws InterruptedException {
    refusal =
        new Problem(Code.INVALID_OBJECT, "", "no", Remedy.none())
            .withDetail("HTTP 400: admission webhook \"a.b\" does not support dry run");
    assertEquals(
        List.of("The cluster can't try the change first: no"), plan("", "ana/app:2").warnings());
  }

  @Test
  void aWorkloadSaysWhatBecomesOfItsPodsAndWhoKeepsIt() throws InterruptedException {
    assertEquals(ImageChange.Strategy.ROLLING, plan("", "ana/app:2").strategy());
    assertEquals("", plan("", "ana/app:2").keeper());
    strategy = "Recreate";
    more = "  annotations: {argocd.argoproj.io/tracking-id: a}\n";
    assertEquals(ImageChange.Strategy.ALL_AT_ONCE, plan("", "ana/app:2").strategy());
    assertEquals("Argo CD", plan("", "ana/app:2").keeper());
    more = "  annotations: {configmanagement.gke.io/managed: enabled}\n";
    assertEquals("Config Sync", plan("", "ana/app:2").keeper());
    more = "  managedFields: [{manager: argocd-controller, operation: Apply}]\n";
    assertEquals("Argo CD", plan("", "ana/app:2").keeper());
    more = "  ownerReferences: [{kind: Rollout, name: app, controller: true}]\n";
    assertEquals("Rollout app", plan("", "ana/app:2").keeper());
  }

  private ImageChange plan(String container, String next) throws InterruptedException {
    return ImageChanges.plan(cluster(), Target.parse("deploy/app", "ux", ""), container, next);
  }

  @SuppressWarnings("unchecked")
  private Cluster cluster() {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (proxy, method, given) ->
                switch (method.getName()) {
                  case "get" -> Optional.of(workload());
                  case "allowed" -> true;
                  case "version" -> new ServerVersion(1, 35, "v1.35.4");
                  case "wouldPatch" -> {
                    if (refusal != null) {
                      throw refusal.raise();
                    }
                    tried.add(words((List<Map<String, Object>>) given[3]));
                    yield new Patched(workload(), List.of("it is old"));
                  }
                  case "jsonPatch" -> {
                    done.add(words((List<Map<String, Object>>) given[3]));
                    yield new Patched(workload(), List.of());
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static String words(List<Map<String, Object>> steps) {
    List<String> words = new ArrayList<>();
    steps.forEach(
        each -> words.add(each.get("op") + " " + each.get("path") + " " + each.get("value")));
    return String.join(", ", words);
  }

  private KubeObject workload() {
    return new KubeObject(
        Documents.yaml(
                """
                kind: Deployment
                metadata:
                  name: app
                  namespace: ux
                %sspec:
                  strategy: {type: %s}
                  template:
                    spec:
                      initContainers:
                        - {name: prepare, image: ana/tool:1}
                      containers:
                        - {name: istio-proxy, image: istio/proxyv2}
                        - {name: app, image: "%s"}
                status: {replicas: 2}
                """
                    .formatted(more, strategy, image),
                "test")
            .getFirst());
  }
}
