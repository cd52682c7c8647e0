package dev.mooring.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.forward.listener.LoopbackListener;
import dev.mooring.forward.reach.Reach;
import dev.mooring.tunnel.Lab;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// 1 GiB to a program that does not read for 30 s and then takes 10 Mbit/s: a quarter of an hour.
/// `-Dsoak.mib=64` makes it short.
@Tag("soak")
class SlowReaderSoakTest {
  private static final int MIB = 1 << 20;
  private static final int SECOND = 1_250_000;
  private static final long MOST_HEAP = 32L * MIB;

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void everyByteArrivesWhileTheWriterWaitsAndTheHeapStaysSmall() throws Exception {
    long seconds = (Long.getLong("soak.mib", 1024) * MIB + SECOND - 1) / SECOND;
    long size = seconds * SECOND;
    try (Cluster cluster = new FabricKubeconfig().connect(null);
        Lab lab = Lab.create(cluster, "t-tunnel-slow");
        ApiTunnels tunnels = new ApiTunnels(cluster)) {
      lab.apply(slowReader(seconds));
      lab.readyPods("slow", 1);
      try (Reach pods = new Reach(cluster, Target.parse("pod/slow", lab.namespace(), "7000"));
          LoopbackListener forward =
              LoopbackListener.listen(0, () -> pods.reach(pod -> tunnels.open(pod.port())));
          Socket socket = new Socket(InetAddress.getLoopbackAddress(), forward.port())) {
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        AtomicLong taken = new AtomicLong();
        long before = heap();
        Thread writer = Thread.ofVirtual().start(() -> write(socket, sent, size, taken));
        long most = 0;
        long blocked = 0;
        long last = -1;
        int looks = 0;
        while (writer.isAlive()) {
          writer.join(java.time.Duration.ofSeconds(5));
          long now = taken.get();
          blocked = Math.max(blocked, now == last ? now : 0);
          last = now;
          looks++;
          most = Math.max(most, heap() - before);
          if (looks % 12 == 5) {
            say("%d s: %d MB taken, heap %+d KiB at most", looks * 5, now / 1_000_000, most / 1024);
          }
        }
        String answer = new String(socket.getInputStream().readNBytes(64), US_ASCII);
        say(
            "%d bytes, the writer stood still at %d, heap %+d KiB at most",
            size, blocked, most / 1024);
        assertEquals(HexFormat.of().formatHex(sent.digest()), answer);
        assertTrue(blocked > 0 && blocked < size, "the writer must have waited");
        assertTrue(most < MOST_HEAP, () -> "heap grew too much");
      }
    }
  }

  private static void write(Socket socket, MessageDigest sent, long size, AtomicLong taken) {
    byte[] block = new byte[50_000];
    Random random = new Random(5);
    try {
      for (long left = size; left > 0; left -= block.length) {
        random.nextBytes(block);
        sent.update(block);
        socket.getOutputStream().write(block);
        taken.addAndGet(block.length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String slowReader(long seconds) {
    return """
        apiVersion: v1
        kind: Pod
        metadata: {name: slow, labels: {app: slow}}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - name: slow
            image: lab.test/tools:1
            imagePullPolicy: IfNotPresent
            env:
            - name: SLOW
              value: |
                sleep 30
                i=0
                while [ $i -lt SECONDS ]; do
                  dd bs=50000 count=25 iflag=fullblock 2>/dev/null
                  sleep 1
                  i=$((i+1))
                done | sha256sum
                sleep 5
            command: [sh, -c, 'exec nc -l -p 7000 -e sh -c "$SLOW"']
            readinessProbe:
              exec: {command: [sh, -c, 'cat /proc/net/tcp /proc/net/tcp6 | grep -q :1B58']}
              periodSeconds: 1
        """
        .replace("SECONDS", Long.toString(seconds));
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @SuppressWarnings("AnnotateFormatMethod") // that annotation is a library for one test
  private static void say(String line, Object... values) {
    System.out.println(String.format(Locale.ROOT, line, values));
  }
}
