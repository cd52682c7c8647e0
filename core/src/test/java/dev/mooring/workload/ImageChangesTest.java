package dev.mooring.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.ServerVersion;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ImageChangesTest {
  private final List<Document> patches = new ArrayList<>();
  private String image = "ana/app:1";
  private String strategy = "RollingUpdate";

  @Test
  void onlyTheApplicationsImageIsPatched() throws InterruptedException {
    ImageChange change = plan("ana/app:2");
    ImageChanges.apply(cluster(), change);
    assertEquals(
        List.of(
            Documents.yaml(
                    "spec: {template: {spec: {containers: [{name: app, image: 'ana/app:2'}]}}}",
                    "test")
                .getFirst()),
        patches);
    assertEquals(plan("ana/app:2").undo().after(), "ana/app:1");
  }

  @Test
  void whatSomebodyElseChangedMeanwhileIsNotTakenBack() throws InterruptedException {
    ImageChange change = plan("ana/app:2");
    image = "ana/app:3";
    MooringException failure =
        assertThrows(MooringException.class, () -> ImageChanges.apply(cluster(), change));
    assertEquals(Code.CONFLICT, failure.problem().code());
    assertEquals(List.of(), patches);
  }

  @Test
  void aWorkloadThatStopsAllPodsFirstSaysSo() throws InterruptedException {
    assertEquals(ImageChange.Rollout.ROLLING, plan("ana/app:2").rollout());
    strategy = "Recreate";
    assertEquals(ImageChange.Rollout.ALL_AT_ONCE, plan("ana/app:2").rollout());
  }

  private ImageChange plan(String next) throws InterruptedException {
    return ImageChanges.plan(cluster(), Target.parse("deploy/app", "ux", ""), "", next);
  }

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
                  case "strategicPatch" -> {
                    patches.add((Document) given[4]);
                    yield workload();
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private KubeObject workload() {
    return new KubeObject(
        Documents.yaml(
                """
                kind: Deployment
                metadata: {name: app, namespace: ux}
                spec:
                  strategy: {type: %s}
                  template:
                    spec:
                      containers:
                        - {name: istio-proxy, image: istio/proxyv2}
                        - {name: app, image: "%s"}
                status: {replicas: 2}
                """
                    .formatted(strategy, image),
                "test")
            .getFirst());
  }
}
