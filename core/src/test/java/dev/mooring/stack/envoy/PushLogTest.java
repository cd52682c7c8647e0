package dev.mooring.stack.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.registry.Digest;
import dev.mooring.registry.TagWrite;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PushLogTest {
  private static final Instant AT = Instant.parse("2026-11-26T05:00:00.123Z");
  private static final String DIGEST = "sha256:" + "0f".repeat(32);
  private static final String ANA = "spiffe://cluster.local/ns/dev-ana/sa/mooring";

  private static String line(String account, String method, String path, String digest) {
    return """
    {"account":"%s","at":"%s","log":"mooring-push","method":"%s","path":"%s","digest":"%s"}"""
        .formatted(account, AT, method, path, digest);
  }

  @Test
  void aLineNamesWhoPushedWhat() {
    assertEquals(
        Optional.of(
            new TagWrite(AT, "dev-ana/mooring", "ana/app", "1", Optional.of(new Digest(DIGEST)))),
        PushLog.read(line(ANA, "PUT", "/v2/ana/app/manifests/1", DIGEST)));
    assertEquals(
        Optional.of(new TagWrite(AT, "shop/ci", "ana/app", DIGEST, Optional.empty())),
        PushLog.read(
            line(
                "system:serviceaccount:shop:ci", "DELETE", "/v2/ana/app/manifests/" + DIGEST, "")));
  }

  @ParameterizedTest
  @CsvSource({
    "ana, PUT, /v2/a/manifests/1, DIGEST",
    "ANA, PUT, /v2/a/manifests/1, -",
    "ANA, PUT, /v2/a/manifests/DIGEST, DIGEST",
    "ANA, PUT, /v2/A/manifests/1, DIGEST",
    "ANA, PUT, /v2/a/manifests/\\u001b[2J, DIGEST",
    "ANA, PUT, /v2/a/b\\tc/manifests/1, DIGEST",
    "ANA\\tx, PUT, /v2/a/manifests/1, DIGEST",
    "ANA, DELETE, /v2/a/manifests/.., -",
  })
  void whatAnybodyCanHaveAProxySayNamesNobody(
      String account, String method, String path, String digest) {
    assertEquals(
        Optional.empty(),
        PushLog.read(
            line(
                account.replace("ANA", ANA),
                method,
                path.replace("DIGEST", DIGEST),
                digest.replace("DIGEST", DIGEST))));
  }

  @Test
  void linesOfOthersAreNone() {
    String good = line(ANA, "PUT", "/v2/a/manifests/1", DIGEST);
    assertEquals(Optional.empty(), PushLog.read("x" + good));
    assertEquals(Optional.empty(), PushLog.read(good + good));
    assertEquals(Optional.empty(), PushLog.read(good.replace("mooring-push", "other")));
    assertEquals(Optional.empty(), PushLog.read("{\"a\":\"" + "mooring-push".repeat(500) + "\"}"));
  }
}
