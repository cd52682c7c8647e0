package dev.mooring.cluster.fabric8;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Applied;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Subscription;
import dev.mooring.problem.MooringException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@Tag("cluster")
@Tag("anywhere")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LiveClusterTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final String namespace =
      "t-cluster-" + Integer.toHexString(ThreadLocalRandom.current().nextInt() & 0xffffff);
  private final Cluster cluster = new FabricKubeconfig().connect(null);

  @BeforeAll
  void makeNamespace() throws InterruptedException {
    cluster.apply(object("{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}"));
  }

  @AfterAll
  void removeNamespace() throws InterruptedException {
    assertTrue(cluster.delete(Kind.NAMESPACE, null, namespace, LIMIT));
    cluster.close();
  }

  @Test
  void serverTellsItsVersion() throws InterruptedException {
    assertTrue(cluster.version().atLeast(1, 25), () -> "version");
  }

  @Test
  void serverTellsWhichGroupsItHas() throws InterruptedException {
    assertTrue(cluster.serves("apps"));
    assertFalse(cluster.serves("no.such.group"));
  }

  @Test
  void applyingTwiceChangesNothingTheSecondTime() throws InterruptedException {
    KubeObject first = config("twice", "a");
    assertEquals(Applied.Change.CREATED, cluster.wouldApply(first).change());
    assertEquals(Applied.Change.CREATED, cluster.apply(first).change());
    assertEquals(Applied.Change.UNCHANGED, cluster.wouldApply(first).change());
    assertEquals(Applied.Change.UNCHANGED, cluster.apply(first).change());
    KubeObject other = config("twice", "b");
    assertEquals(Applied.Change.CHANGED, cluster.wouldApply(other).change());
    assertEquals(
        "a",
        cluster
            .get(Kind.CONFIG_MAP, namespace, "twice")
            .orElseThrow()
            .at("data", "key")
            .textOrEmpty());
    assertEquals(Applied.Change.CHANGED, cluster.apply(other).change());
  }

  @Test
  void objectsOfAMissingNamespaceWouldBeCreated() throws InterruptedException {
    KubeObject there =
        object(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: "
                + namespace
                + "-none}}");
    assertEquals(Applied.Change.CREATED, cluster.wouldApply(there).change());
    MooringException refused = assertThrows(MooringException.class, () -> cluster.apply(there));
    assertTrue(
        refused.problem().whatToDo().contains("kubectl create namespace"), refused::toString);
  }

  @Test
  void longListsComePageByPage() throws InterruptedException {
    List<KubeObject> maps = cluster.list(Kind.CONFIG_MAP, null, "");
    assertFalse(maps.isEmpty());
    assertEquals("ConfigMap", maps.getFirst().kind());
    assertEquals(
        List.of(), cluster.list(new Kind("none.test", "v1", "None", "nones", true), null, ""));
  }

  @Test
  void watchSeesMadeChangedAndDeletedObjects() throws InterruptedException {
    AtomicReference<Watched> seen = new AtomicReference<>();
    try (Subscription watch = cluster.watch(Kind.CONFIG_MAP, namespace, "", seen::set)) {
      await().atMost(LIMIT).until(() -> seen.get() != null);
      cluster.apply(config("watched", "1"));
      await().atMost(LIMIT).until(() -> "1".equals(value(seen.get(), "watched")));
      cluster.apply(config("watched", "2"));
      await().atMost(LIMIT).until(() -> "2".equals(value(seen.get(), "watched")));
      assertTrue(cluster.delete(Kind.CONFIG_MAP, namespace, "watched", LIMIT));
      await().atMost(LIMIT).until(() -> value(seen.get(), "watched").isEmpty());
      assertFalse(seen.get().stale());
    }
  }

  @Test
  void tokenOfAServiceAccountIsForTheAudience() throws InterruptedException {
    String token = cluster.token(namespace, "default", "istio-ca", Duration.ofMinutes(10));
    String claims =
        new String(
            java.util.Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]),
            java.nio.charset.StandardCharsets.UTF_8);
    assertEquals(List.of("istio-ca"), Documents.json(claims, "claims").at("aud").texts());
  }

  @Test
  void accessIsAskedOfTheServer() throws InterruptedException {
    assertTrue(cluster.allowed(AccessRequest.to("create", Kind.POD, "portforward", namespace)));
  }

  @Test
  void notValidObjectsAreRefusedWithTheServersReason() {
    KubeObject wrong =
        object(
            "{apiVersion: v1, kind: Service, metadata: {name: w, namespace: "
                + namespace
                + "}, spec: {ports: [{port: 99999}]}}");
    MooringException refused = assertThrows(MooringException.class, () -> cluster.apply(wrong));
    assertEquals("Can't change Service " + namespace + "/w", refused.problem().what());
    assertTrue(refused.problem().why().contains("1 and 65535"), refused::toString);
  }

  @Test
  @NeedsIstio
  void logAndPatchReachAPod() throws InterruptedException {
    KubeObject pod =
        cluster.list(Kind.POD, "istio-system", "app=istiod").stream().findFirst().orElseThrow();
    String log = cluster.log("istio-system", pod.name(), "discovery", 5);
    assertTrue(log.lines().count() <= 5 && !log.isBlank());
    cluster.apply(config("patched", "1"));
    KubeObject patched =
        cluster.mergePatch(
            Kind.CONFIG_MAP,
            namespace,
            "patched",
            "",
            Document.of(java.util.Map.of("data", java.util.Map.of("more", "2"))));
    assertEquals(java.util.Map.of("key", "1", "more", "2"), patched.at("data").strings());
  }

  private static String value(Watched watched, String name) {
    return watched.objects().stream()
        .filter(each -> each.name().equals(name))
        .map(each -> each.at("data", "key").textOrEmpty())
        .findFirst()
        .orElse("");
  }

  private KubeObject config(String name, String value) {
    return object(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: "
            + name
            + ", namespace: "
            + namespace
            + "}, data: {key: \""
            + value
            + "\"}}");
  }

  private static KubeObject object(String yaml) {
    return new KubeObject(Documents.yaml(yaml, "a test").getFirst());
  }
}
