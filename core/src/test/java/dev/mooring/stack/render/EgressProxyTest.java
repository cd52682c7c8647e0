package dev.mooring.stack.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EgressProxyTest {
  private static final StackOptions PLAIN = StackOptions.defaults();
  private static final StackOptions EGRESS =
      PLAIN.withAdditions(Additions.NONE.withEgress(List.of("github.com")));
  private static final StackOptions OTHER =
      PLAIN.named("team-a").withAdditions(Additions.NONE.withEgress(List.of("github.com")));

  private static KubeObject find(String words) {
    return new Rendering(EGRESS, Surroundings.usual())
        .objects().stream().filter(each -> each.words().equals(words)).findFirst().orElseThrow();
  }

  private static Document read(Document written) {
    return Documents.json(Documents.json(written), "test");
  }

  private static KubeObject own(StackOptions first) {
    KubeObject made = new BuilderListener(first).sidecar("build", Document.nothing());
    return new KubeObject(read(made.document()));
  }

  private static KubeObject settled(StackOptions options, KubeObject sidecar) {
    return new KubeObject(read(new BuilderListener(options).settled(sidecar).document()));
  }

  @Test
  void withoutListedHostsThereIsNoProxy() {
    assertTrue(
        new Rendering(PLAIN, Surroundings.usual())
            .objects().stream().noneMatch(each -> each.namespace().equals("mooring-egress")));
  }

  @Test
  void nobodyComesToItWithoutARuleOfItsOwn() {
    KubeObject nobody = find("AuthorizationPolicy mooring-egress/nobody-else");
    assertEquals("ALLOW", nobody.at("spec", "action").textOrEmpty());
    assertEquals(List.of(), nobody.at("spec", "rules").items());
    KubeObject rule = EgressProxy.rule(EGRESS, new ServiceAccount("build", "kaniko"));
    assertEquals(
        "[{\"from\":[{\"source\":{\"principals\":[\"cluster.local/ns/build/sa/kaniko\"]}}]}]",
        Documents.json(rule.at("spec", "rules")));
    assertEquals(
        "STRICT",
        find("PeerAuthentication mooring-egress/mooring-egress")
            .at("spec", "mtls", "mode")
            .textOrEmpty());
  }

  @Test
  void itsSidecarHasOnePortAndItsEnvoyNoAdminPort() {
    Document sidecar = find("Sidecar mooring-egress/mooring-egress").at("spec");
    assertEquals(1, sidecar.at("ingress").items().size());
    assertEquals("[{\"hosts\":[\"~/*\"]}]", Documents.json(sidecar.at("egress")));
    String envoy = find("ConfigMap mooring-egress/egress").at("data", "envoy.yaml").textOrEmpty();
    assertFalse(envoy.contains("admin"), envoy);
    assertTrue(envoy.contains("github.com:443"), envoy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "localhost",
        "github.com:22",
        "*.github.com",
        "https://github.com",
        "",
        "a.b/public"
      })
  void whatIsNoNameOfAHostIsRefused(String host) {
    assertThrows(MooringException.class, () -> Additions.NONE.withEgress(List.of(host)));
  }

  @Test
  void buildersReachWhatTheMeshKnowsWhileARegistryWantsIt() {
    KubeObject before = own(PLAIN);
    assertEquals(before, settled(PLAIN, before));
    KubeObject closed = settled(EGRESS, before);
    assertTrue(BuilderListener.closed(closed));
    assertEquals(closed, settled(EGRESS, closed));
    assertEquals(before.document(), settled(PLAIN, closed).document());
  }

  @Test
  void theLastRegistryThatWantsItOpensItAgain() {
    KubeObject both = new BuilderListener(OTHER).addedTo(own(EGRESS));
    KubeObject closed = settled(OTHER, settled(EGRESS, new KubeObject(read(both.document()))));
    KubeObject one = new KubeObject(read(new BuilderListener(EGRESS).takenFrom(closed).document()));
    assertTrue(BuilderListener.closed(one));
    assertFalse(BuilderListener.spent(one));
    KubeObject none = new BuilderListener(OTHER).takenFrom(one);
    assertFalse(BuilderListener.closed(none));
    assertTrue(BuilderListener.spent(none));
  }

  @Test
  void whatHeldBeforeHoldsAgain() {
    Document strict =
        Document.of(
            java.util.Map.of("outboundTrafficPolicy", java.util.Map.of("mode", "REGISTRY_ONLY")));
    KubeObject made = new BuilderListener(PLAIN).sidecar("build", strict);
    KubeObject before = new KubeObject(read(made.document()));
    assertEquals(before.document(), settled(PLAIN, settled(EGRESS, before)).document());
    assertTrue(BuilderListener.closed(settled(PLAIN, settled(EGRESS, before))));
  }
}
