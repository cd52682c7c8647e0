package dev.mooring.identity.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.mooring.cluster.Cluster;
import dev.mooring.identity.ServiceAccount;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where a token is in this process's memory: in one place while it is used, and nowhere after.
final class TokenMemoryTest {
  private static final int MASK = 0x5a;
  private static final int MARK = 24;

  @TempDir Path folder;

  /// Of the token's signature, masked so that this array is no find.
  private final byte[] mark = new byte[MARK];

  private final Cluster cluster =
      (Cluster)
          Proxy.newProxyInstance(
              Cluster.class.getClassLoader(),
              new Class<?>[] {Cluster.class},
              (proxy, method, arguments) -> issue());

  private String issue() {
    StringBuilder signature = new StringBuilder();
    for (int i = 0; i < MARK; i++) {
      char each = (char) ('a' + ThreadLocalRandom.current().nextInt(26));
      mark[i] = (byte) (each ^ MASK);
      signature.append(each);
    }
    String claims =
        "{\"aud\":[\"mooring-registry\"],\"sub\":\"system:serviceaccount:a:b\",\"iat\":1,\"exp\":601}";
    return "e30."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + "."
        + signature;
  }

  @Test
  void aTokenIsHeldOnceAndForgottenAtTheEnd() throws Exception {
    TokenLease lease = new TokenLease(cluster, new ServiceAccount("a", "b"), "mooring-registry");
    use(lease);
    assertEquals(1, found("used"));
    lease.close();
    assertEquals(0, found("closed"));
  }

  private static void use(TokenLease lease) throws InterruptedException {
    byte[] field = lease.present().bearer();
    assertTrue(field.length > MARK);
    java.util.Arrays.fill(field, (byte) 0);
  }

  /// How often it is among what is reachable.
  private int found(String name) throws IOException {
    Path file = folder.resolve(name + ".hprof");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(file.toString(), true);
    int found = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
      int at = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        at = next == (mark[at] ^ MASK) ? at + 1 : next == (mark[0] ^ MASK) ? 1 : 0;
        if (at == MARK) {
          found++;
          at = 0;
        }
      }
    }
    Files.delete(file);
    return found;
  }
}
