package dev.mooring.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import dev.mooring.forward.Target;
import dev.mooring.problem.MooringException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class PodContainersTest {
  private static final List<KubeObject> OBJECTS =
      Documents.yaml(
              """
              kind: Namespace
              metadata: {name: ux}
              ---
              kind: Deployment
              metadata: {name: hello, namespace: ux}
              spec: {selector: {matchLabels: {app: hello}}}
              ---
              kind: Deployment
              metadata: {name: idle, namespace: ux}
              spec: {selector: {matchLabels: {app: idle}}}
              ---
              kind: Service
              metadata: {name: front, namespace: ux}
              spec: {selector: {app: hello}}
              ---
              kind: Pod
              metadata: {name: hello-1, namespace: ux, labels: {app: hello}}
              spec: {containers: [{name: app}]}
              status: {phase: Pending}
              ---
              kind: Pod
              metadata: {name: hello-2, namespace: ux, labels: {app: hello}}
              spec:
                containers: [{name: istio-proxy}, {name: worker}, {name: app}]
                initContainers: [{name: migrate}]
              status: {phase: Running, conditions: [{type: Ready, status: "True"}]}
              ---
              kind: Pod
              metadata:
                name: chosen
                namespace: ux
                annotations: {kubectl.kubernetes.io/default-container: app}
              spec: {containers: [{name: istio-proxy}, {name: worker}, {name: app}]}
              status: {phase: Running}
              """,
              "test")
          .stream()
          .map(KubeObject::new)
          .toList();

  @Test
  void theApplicationOfAPodThatIsReadyIsMeantWhereNothingIsNamed() throws InterruptedException {
    PodContainer worker = new PodContainer("ux", "hello-2", "worker");
    assertEquals(worker, one("deploy/hello", ""));
    assertEquals(worker, one("svc/front", ""));
    assertEquals(worker, one("app=hello", ""));
    assertEquals(new PodContainer("ux", "chosen", "app"), one("pod/chosen", ""));
    assertEquals(new PodContainer("ux", "hello-2", "istio-proxy"), one("svc/front", "istio-proxy"));
  }

  @Test
  void theApplicationStandsBeforeSidecarsAndTheseBeforeWhatRanFirst() throws InterruptedException {
    assertEquals(
        List.of("worker", "app", "istio-proxy", "migrate", "app"),
        PodContainers.all(cluster(), target("deploy/hello")).stream()
            .map(PodContainer::container)
            .toList());
  }

  @Test
  void aTypoIsToldWithWhatMayHaveBeenMeant() {
    assertEquals(
        "Can't find deploy/helo in ux: deployment helo doesn't exist in namespace ux."
            + " Did you mean hello?",
        told("deploy/helo", ""));
    assertEquals(
        "Pod hello-2 has no container ap: its containers are worker, app, istio-proxy, migrate."
            + " Did you mean app?",
        told("deploy/hello", "ap"));
    assertEquals(
        "deploy/idle in ux has no pods: it is scaled to zero, or its pods can't be created."
            + " Scale it up, or find out why with `kubectl describe deploy/idle`",
        told("deploy/idle", ""));
  }

  private static String told(String target, String container) {
    MooringException failure =
        assertThrows(MooringException.class, () -> one(target, container), target);
    return failure.problem().what()
        + ": "
        + failure.problem().why()
        + ". "
        + failure.problem().whatToDo();
  }

  private static PodContainer one(String target, String container) throws InterruptedException {
    return PodContainers.one(cluster(), target(target), container);
  }

  private static Target target(String words) {
    return Target.parse(words, "ux", "");
  }

  private static Cluster cluster() {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (proxy, method, given) -> {
              Predicate<KubeObject> ofKind = each -> each.kind().equals(((Kind) given[0]).kind());
              return switch (method.getName()) {
                case "get" ->
                    OBJECTS.stream()
                        .filter(ofKind)
                        .filter(each -> each.name().equals(given[2]))
                        .findFirst();
                case "list" ->
                    OBJECTS.stream().filter(ofKind).filter(each -> has(each, given[2])).toList();
                default -> throw new UnsupportedOperationException(method.getName());
              };
            });
  }

  private static boolean has(KubeObject object, Object selector) {
    return selector.equals("")
        || object.labels().entrySet().stream()
            .anyMatch(each -> (each.getKey() + "=" + each.getValue()).equals(selector));
  }
}
