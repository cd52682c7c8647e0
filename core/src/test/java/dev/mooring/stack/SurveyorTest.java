package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.stack.render.Surroundings;
import org.junit.jupiter.api.Test;

final class SurveyorTest {
  private static String injector(String name, String labels, String webhook) {
    return """
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: %s, labels: {%s}}
        webhooks: [{name: %s}]
        """
        .formatted(name, labels, webhook);
  }

  private static String istiod(String namespace, String name, String revision) {
    return """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: %s, labels: {app: istiod, istio.io/rev: %s}}
        """
        .formatted(name, namespace, revision);
  }

  @Test
  void theDefaultInjectorNeedsNoRevision() throws InterruptedException {
    CannedCluster cluster =
        new CannedCluster()
            .with(
                injector("a", "istio.io/rev: canary", "rev.object.sidecar-injector.istio.io")
                    + injector("b", "x: y", "object.sidecar-injector.istio.io")
                    + istiod("istio-system", "istiod", "default"));
    assertEquals(new Surroundings("", "istio-system", "istiod", ""), new Surveyor(cluster).look());
  }

  @Test
  void aRevisionLeadsToItsOwnControlPlane() throws InterruptedException {
    CannedCluster cluster =
        new CannedCluster()
            .with(
                injector("a", "istio.io/rev: canary", "rev.object.sidecar-injector.istio.io")
                    + istiod("istio-system", "istiod", "stable")
                    + istiod("mesh", "istiod-canary", "canary"));
    assertEquals(
        new Surroundings("canary", "mesh", "istiod-canary", ""), new Surveyor(cluster).look());
  }

  @Test
  void aTagSaysMoreThanARevision() throws InterruptedException {
    CannedCluster cluster =
        new CannedCluster()
            .with(
                injector(
                    "a",
                    "istio.io/rev: 1-31, istio.io/tag: prod",
                    "rev.object.sidecar-injector.istio.io"));
    assertEquals("prod", new Surveyor(cluster).look().revision());
  }

  @Test
  void whoMayNotLookGetsWhatIstioDoesByDefault() throws InterruptedException {
    CannedCluster cluster = new CannedCluster();
    cluster.hidden.add("MutatingWebhookConfiguration");
    cluster.hidden.add("Service");
    assertEquals(Surroundings.usual(), new Surveyor(cluster).look());
  }
}
