package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Whoever may write into kube-public announces a registry to everybody.
final class AnnouncedRegistryTest {
  private static final String BODY = "localRegistryHosting.v1";

  private static CannedCluster announcing(String body) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", "v1");
    object.put("kind", "ConfigMap");
    object.put("metadata", Map.of("name", "local-registry-hosting", "namespace", "kube-public"));
    object.put("data", Map.of(BODY, body));
    return new CannedCluster().with(Documents.yaml(Document.of(object)));
  }

  private static Optional<RegistryAddress> found(String body) throws InterruptedException {
    return AnnouncedRegistry.find(announcing(body));
  }

  private static String host(String host) {
    return Documents.json(Document.of(Map.of("host", host)));
  }

  @Test
  void anAddressOfThisMachineAndOneOverTlsAreFound() throws InterruptedException {
    assertEquals("http://localhost:5001", address(host("localhost:5001")));
    assertEquals("https://registry.example:5000", address(host("registry.example:5000")));
  }

  private static String address(String body) throws InterruptedException {
    return found(body).orElseThrow().address().toString();
  }

  @Test
  void anAddressThatNobodyCouldAddIsNone() throws InterruptedException {
    for (String each :
        List.of(
            "http://registry.example",
            "http://192.0.2.1:5000",
            "http://localhost.evil.example:5000",
            "https://ana:secret@registry.example",
            "https://registry.example/path",
            "https://registry.example?x=1",
            "ftp://registry.example",
            "file:///etc/passwd",
            "registry.example\r\nHost: evil.example",
            "evil\u001b[2J.example",
            "evil\u202e.example",
            "evil\u0000.example",
            "$(reboot)",
            "a b",
            "",
            "a".repeat(400) + ".example",
            "a.".repeat(500_000) + "example")) {
      assertEquals(Optional.empty(), found(host(each)), each);
    }
  }

  @Test
  void whatIsNoAnnouncementIsNoneAndTakesNoTime() throws InterruptedException {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 30; i++) {
      laughs.append("a%1$d: &a%1$d [%2$s]\n".formatted(i, "*a%d,".formatted(i - 1).repeat(10)));
    }
    for (String each :
        List.of(
            "host: [localhost:5001]",
            "host: {a: b}",
            "[" + "[".repeat(100_000),
            "host: !!java.net.URL [http://evil.example]",
            "\t\u0001",
            "- host: localhost:5001",
            laughs.toString())) {
      long start = System.nanoTime();
      assertEquals(Optional.empty(), found(each), () -> each.substring(0, 12));
      assertTrue(System.nanoTime() - start < 5_000_000_000L, () -> each.substring(0, 12));
    }
  }

  @Test
  void itIsNeverUsedByAnotherWordThanItsAddress() throws InterruptedException {
    CannedCluster cluster = announcing(host("evil.example"));
    OutsideRegistries outside = new OutsideRegistries(Settings.defaults());
    assertEquals(List.of("evil.example"), words(outside, cluster));
    for (String each : List.of("kube-registry", "evil", "docker.io", "localhost:5000")) {
      assertEquals(Optional.empty(), outside.find(cluster, each), each);
    }
    assertEquals(Optional.empty(), outside.named("evil.example/team/app:1"));
    assertEquals(Optional.empty(), outside.source("evil.example/team/app:1").place());
  }

  private static List<String> words(OutsideRegistries outside, CannedCluster cluster)
      throws InterruptedException {
    return outside.all(cluster).stream().map(OutsideRegistries.Outside::word).toList();
  }
}
