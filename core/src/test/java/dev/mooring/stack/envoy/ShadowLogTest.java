package dev.mooring.stack.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.stack.options.Rehearsal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ShadowLogTest {
  private static final Instant AT = Instant.parse("2026-11-26T05:00:00.123Z");

  private static String line(String account, String method, String path) {
    return """
    {"account":"%s","at":"%s","log":"mooring-rehearsal","method":"%s","path":"%s"}"""
        .formatted(account, AT, method, path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "system:serviceaccount:shop:ci",
        "spiffe://cluster.local/ns/shop/sa/ci",
        "spiffe://mesh.example/ns/shop/sa/ci"
      })
  void anAccountIsNamedAlikeWhateverShowsIt(String account) {
    assertEquals(
        Optional.of(
            new Rehearsal.Refusal("shop/ci", "app/web", new TreeSet<>(List.of("PUT")), 1, AT, AT)),
        ShadowLog.read(line(account, "PUT", "/v2/app/web/manifests/1")));
  }

  @ParameterizedTest
  @CsvSource({
    "/v2/app/web/blobs/uploads/, app/web",
    "/v2/app/web/blobs/uploads/0f1e-2d, app/web",
    "/v2/app/blobs/sha256:00, app",
    "/v2/a/blobs/uploads/b/manifests/1, a/blobs/uploads/b",
    "/v2/A/manifests/1, -",
    "/v2/_catalog, -",
    "/v2/a/\\u001b[2J/manifests/1, -",
  })
  void theRepositoryIsReadFromThePath(String path, String repository) {
    assertEquals(
        repository,
        ShadowLog.read(line("system:serviceaccount:shop:ci", "POST", path))
            .orElseThrow()
            .repository());
  }

  @Test
  void whatAnybodyCanHaveAProxySayIsNobodysRefusal() {
    String good = line("system:serviceaccount:shop:ci", "PUT", "/v2/a/manifests/1");
    for (String each :
        List.of(
            "[2026-11-26T05:00:00Z] \"PUT " + good + "\"",
            "{\"path\":\"" + good.replace("\"", "\\\"") + "\"}",
            "{\"log\":\"other\",\"path\":\"mooring-rehearsal\"}",
            good + "x",
            good.replace("PUT", "PUT\\n"),
            good.replace("shop:ci", "shop:ci:x"),
            good.replace("shop:ci", "shop/ci"),
            good.replace(AT.toString(), "now"),
            line("-", "PUT", "/v2/a/manifests/1"),
            line("system:serviceaccount:shop:ci", "PUT", "/v2/" + "a".repeat(5000)),
            "")) {
      assertEquals(Optional.empty(), ShadowLog.read(each), each);
    }
  }
}
