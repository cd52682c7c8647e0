package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The short pod that looks at the volume, whose look is cancelled.
final class VolumePodTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();

  private final CannedCluster canned = new CannedCluster();

  /// Refuses what a thread asks that is interrupted, as a client of HTTP does; the first look at
  /// the pod is cut off so.
  private Cluster interrupting() {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (proxy, method, arguments) -> {
              if (Thread.interrupted()) {
                throw new InterruptedException();
              }
              if (method.getName().equals("get")) {
                Thread.currentThread().interrupt();
                throw new Problem(Code.GENERAL, "Can't get", "cut off", Remedy.none()).raise();
              }
              try {
                return method.invoke(canned, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void aCancelledLookTakesItsPodAwayAndStaysCancelled() throws Exception {
    KubeObject registry =
        new KubeObject(
            Document.of(
                Map.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "Pod",
                    "metadata",
                    Map.of("name", "registry-1", "namespace", OPTIONS.namespace()),
                    "spec",
                    Map.of(
                        "nodeName",
                        "node-a",
                        "containers",
                        List.of(Map.of("name", "registry", "image", "registry:3"))))));
    assertThrows(
        MooringException.class, () -> new VolumePod(interrupting(), OPTIONS).ask(registry));
    assertTrue(Thread.interrupted(), "the cancel is lost");
    assertEquals(List.of(), canned.list(Kind.POD, OPTIONS.namespace(), ""));
  }
}
