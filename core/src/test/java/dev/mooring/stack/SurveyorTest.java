package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.identity.istiod.ControlPlane;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Surroundings;
import org.junit.jupiter.api.Test;

final class SurveyorTest {
  private static String injector(String name, String labels, String webhook, String service) {
    return """
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: %s, labels: {%s}}
        webhooks: [{name: %s, clientConfig: {%s}}]
        """
        .formatted(name, labels, webhook, service);
  }

  private static String at(String namespace, String name) {
    return "service: {name: %s, namespace: %s}".formatted(name, namespace);
  }

  private static final String DEFAULT = "object.sidecar-injector.istio.io";
  private static final String BY_REVISION = "rev.object.sidecar-injector.istio.io";

  private static String istiod(String namespace, String name, String revision) {
    return """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: %s, labels: {app: istiod, istio.io/rev: %s}}
        """
        .formatted(name, namespace, revision);
  }

  private static Surroundings look(String... objects) throws InterruptedException {
    return new Surveyor(new CannedCluster().with(String.join("", objects))).look();
  }

  @Test
  void theDefaultInjectorNeedsNoRevision() throws InterruptedException {
    assertEquals(
        new Surroundings("", "istio-system", "istiod", ""),
        look(
            injector("a", "istio.io/rev: canary", BY_REVISION, ""),
            injector("b", "x: y", DEFAULT, ""),
            istiod("istio-system", "istiod", "default")));
  }

  @Test
  void theInjectorNamesItsControlPlaneWhereverThatRuns() throws InterruptedException {
    assertEquals(
        new Surroundings("", "mesh-control", "istiod", ""),
        look(injector("a", "istio.io/rev: default", DEFAULT, at("mesh-control", "istiod"))));
    assertEquals(
        new Surroundings("1-31", "mesh-control", "istiod-1-31", ""),
        look(injector("a", "istio.io/rev: 1-31", BY_REVISION, at("mesh-control", "istiod-1-31"))));
  }

  /// Anybody can make such a Service in a namespace of their own; only administrators a webhook.
  @Test
  void aServiceThatCallsItselfIstiodLeadsNobodyAway() throws InterruptedException {
    String impostor = istiod("aaa", "istiod", "default");
    assertEquals(
        "mesh-control",
        look(
                injector("a", "istio.io/rev: default", DEFAULT, at("mesh-control", "istiod")),
                impostor)
            .controlNamespace());
    assertEquals(
        "istio-system",
        look(
                injector("a", "istio.io/rev: default", DEFAULT, ""),
                impostor,
                istiod("istio-system", "istiod", "default"))
            .controlNamespace());
  }

  @Test
  void aRevisionLeadsToItsOwnControlPlane() throws InterruptedException {
    assertEquals(
        new Surroundings("canary", "mesh", "istiod-canary", ""),
        look(
            injector("a", "istio.io/rev: canary", BY_REVISION, ""),
            istiod("istio-system", "istiod", "stable"),
            istiod("mesh", "istiod-canary", "canary")));
  }

  @Test
  void ofTwoRevisionsTheFirstStaysUntilItIsGone() throws InterruptedException {
    String older = injector("a", "istio.io/rev: 1-30", BY_REVISION, at("mesh", "istiod-1-30"));
    String newer = injector("b", "istio.io/rev: 1-31", BY_REVISION, at("mesh", "istiod-1-31"));
    assertEquals(new Surroundings("1-30", "mesh", "istiod-1-30", ""), look(newer, older));
    assertEquals(new Surroundings("1-31", "mesh", "istiod-1-31", ""), look(newer));
  }

  @Test
  void aTagSaysMoreThanARevision() throws InterruptedException {
    assertEquals(
        new Surroundings("prod", "mesh", "istiod-1-31", ""),
        look(
            injector("a", "istio.io/rev: 1-30", BY_REVISION, at("mesh", "istiod-1-30")),
            injector(
                "b",
                "istio.io/rev: 1-31, istio.io/tag: prod",
                BY_REVISION,
                at("mesh", "istiod-1-31"))));
  }

  @Test
  void whoMayNotLookGetsWhatIstioDoesByDefault() throws InterruptedException {
    CannedCluster cluster = new CannedCluster();
    cluster.hidden.add("MutatingWebhookConfiguration");
    cluster.hidden.add("Service");
    assertEquals(Surroundings.usual(), new Surveyor(cluster).look());
    assertEquals(ControlPlane.usual(), ControlPlane.find(cluster));
  }

  @Test
  void theClustersDomainIsFoundAtTheInjectorOrElseAtTheClustersDns() throws InterruptedException {
    StackOptions options = StackOptions.defaults();
    String dns =
        """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: coredns, namespace: kube-system}
        data: {Corefile: ".:53 {\\n  errors\\n  kubernetes %s in-addr.arpa ip6.arpa {\\n  }\\n}\\n"}
        """;
    CannedCluster usual = new CannedCluster().with(dns.formatted("cluster.local"));
    assertEquals(options, new Surveyor(usual).complete(options));
    CannedCluster other = new CannedCluster().with(dns.formatted("k8s.corp.example"));
    assertEquals("k8s.corp.example", new Surveyor(other).complete(options).domain());
    other.with(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio-sidecar-injector, namespace: istio-system}
        data: {values: '{"global": {"proxy": {"clusterDomain": "mesh.corp.example"}}}'}
        """);
    assertEquals("mesh.corp.example", new Surveyor(other).complete(options).domain());
    StackOptions chosen = options.withClusterDomain("chosen.example");
    assertEquals(chosen, new Surveyor(other).complete(chosen));
  }

  @Test
  void whereNothingSaysTheDomainItIsTheUsualOne() throws InterruptedException {
    StackOptions options = StackOptions.defaults();
    assertEquals(options, new Surveyor(new CannedCluster()).complete(options));
  }
}
