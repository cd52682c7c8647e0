package dev.mooring.forward.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TargetCheckTest {
  private static final List<KubeObject> OBJECTS =
      List.of(
          object("{kind: Namespace, metadata: {name: ux}}"),
          object(
              """
              kind: Service
              metadata: {name: hello, namespace: ux}
              spec:
                selector: {app: hello}
                ports: [{name: http, port: 80}, {port: 9000}, {port: 53, protocol: UDP}]
              """),
          object("{kind: Service, metadata: {name: worker, namespace: ux}}"),
          object(
              """
              kind: Service
              metadata: {name: db, namespace: elsewhere}
              spec: {type: ExternalName, externalName: db.example.org, ports: [{port: 80}]}
              """),
          object(
              "{kind: Service, metadata: {name: bare, namespace: elsewhere}, spec: {ports: [{port: 80}]}}"),
          object(
              """
              kind: Deployment
              metadata: {name: hello, namespace: ux}
              spec: {template: {spec: {containers: [{ports: [{name: web, containerPort: 8080}]}]}}}
              """));

  @Test
  void aTypoIsToldWithTheNameThatWasMeant() throws InterruptedException {
    assertEquals(
        "service helo doesn't exist in namespace ux. Did you mean hello?",
        told(new Target.Service("ux", "helo", "80")));
    assertEquals(
        "service nosuch doesn't exist in namespace ux. Available: hello, worker",
        told(new Target.Service("ux", "nosuch", "80")));
    assertEquals(
        "namespace uks doesn't exist. Check the name and the namespace",
        told(new Target.Service("uks", "hello", "80")));
  }

  @Test
  void aServiceHasThePortsThatItNames() throws InterruptedException {
    assertEquals("", told(new Target.Service("ux", "hello", "80")));
    assertEquals("", told(new Target.Service("ux", "hello", "http")));
    assertEquals(
        "svc/hello has no port 81. Its ports: 80 (http), 9000",
        told(new Target.Service("ux", "hello", "81")));
    assertEquals(
        "port 53 of svc/hello isn't TCP, and Mooring forwards only TCP. Its ports: 80 (http), 9000",
        told(new Target.Service("ux", "hello", "53")));
  }

  @Test
  void aServiceThatLeadsToNoPodIsRefusedWhateverItsPorts() throws InterruptedException {
    String instead =
        "Forward to a workload, to pods by their labels (app=NAME), or to another Service";
    assertEquals(
        "svc/db leads outside the cluster, to db.example.org (type ExternalName). " + instead,
        told(new Target.Service("elsewhere", "db", "80")));
    assertEquals(
        "svc/bare has no selector, so it selects no pods. " + instead,
        told(new Target.Service("elsewhere", "bare", "80")));
  }

  @Test
  void aContainerMayListenOnAnyNumberButHasOnlyTheNamesItDeclares() throws InterruptedException {
    Target deployment = new Target.Workload("Deployment", "ux", "hello", "4711");
    assertEquals("", told(deployment));
    assertEquals(
        "deploy/hello has no port grpc. Its ports: 8080 (web)",
        told(new Target.Workload("Deployment", "ux", "hello", "grpc")));
  }

  @Test
  void whatCannotBeAskedIsNotCalledMissing() throws InterruptedException {
    Cluster silent =
        cluster(
            (kind, namespace) -> {
              throw new Problem(Code.CLUSTER_UNREACHABLE, "", "", Remedy.none()).raise();
            });
    assertEquals(
        Optional.empty(), TargetCheck.of(silent, new Target.Service("ux", "nosuch", "80")));
    assertEquals("", told(new Target.Selector("ux", "app=later", "80")));
  }

  private static String told(Target target) throws InterruptedException {
    return TargetCheck.of(cluster(TargetCheckTest::objects), target)
        .map(problem -> problem.why() + ". " + problem.whatToDo())
        .orElse("");
  }

  private interface Answers {
    List<KubeObject> list(Kind kind, String namespace) throws MooringException;
  }

  private static List<KubeObject> objects(Kind kind, String namespace) {
    return OBJECTS.stream()
        .filter(each -> each.kind().equals(kind.kind()))
        .filter(each -> !kind.namespaced() || each.namespace().equals(namespace))
        .toList();
  }

  private static Cluster cluster(Answers answers) {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (proxy, method, arguments) -> {
              List<KubeObject> all = answers.list((Kind) arguments[0], (String) arguments[1]);
              return switch (method.getName()) {
                case "list" -> all;
                case "get" ->
                    all.stream().filter(each -> each.name().equals(arguments[2])).findFirst();
                default -> throw new UnsupportedOperationException(method.getName());
              };
            });
  }

  private static KubeObject object(String yaml) {
    return new KubeObject(Documents.yaml(yaml, "test").getFirst());
  }
}
