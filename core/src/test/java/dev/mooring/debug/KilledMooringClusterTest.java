package dev.mooring.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A Mooring that is killed costs the application that it debugs no restart and no request, at
/// whatever moment. It needs the images `lab.test/hello-noopt:1` and `lab.test/dlv:1.27.2`.
final class KilledMooringClusterTest {
  private static final String PROBE =
      "livenessProbe: {httpGet: {path: /healthz, port: 8080}, periodSeconds: 5, failureThreshold: 4}";

  /// Most of the moments until the child has planted its breakpoint and holds the program.
  private static final int LATEST_MILLIS = 8_000;

  private static final int SENDERS = 2;

  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final Random random = new Random(11);
  private DebugCluster lab;
  private KubeObject pod;
  private volatile boolean over;

  @BeforeEach
  void begin() throws InterruptedException {
    lab = new DebugCluster();
    pod = lab.deploy("hello-noopt", "", PROBE);
    for (int i = 0; i < SENDERS; i++) {
      Thread.ofVirtual().start(this::load);
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    over = true;
    lab.close();
  }

  @Test
  @Tag("cluster")
  @Tag("apart")
  @Tag("anywhere")
  void theApplicationRunsOn() throws Exception {
    round("started debug container", 500);
    round("planted", 500);
    assertUntouched(2);
  }

  @Test
  @Tag("soak")
  void theApplicationRunsOnHoweverOftenAndWhenever() throws Exception {
    int rounds = Integer.getInteger("mooring.debug.kills", 100);
    for (int i = 1; i <= rounds; i++) {
      round("attaching", random.nextInt(LATEST_MILLIS));
      assertUntouched(i);
    }
  }

  /// @param said by the child when the time begins
  private void round(String said, int millis) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DoomedMooring.class.getName(),
                lab.namespace)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !line.startsWith(said)) {
        line = lines.readLine();
      }
      assertTrue(line != null, "it ended before " + said);
      child.waitFor(millis, TimeUnit.MILLISECONDS);
      assertTrue(child.isAlive(), "it ended by itself");
    } finally {
      child.destroyForcibly().waitFor();
    }
    Awaitility.await().atMost(DebugCluster.SOON).until(this::debuggersEnded);
  }

  private boolean debuggersEnded() throws InterruptedException {
    KubeObject now = lab.ready();
    long ended =
        now.at("status", "ephemeralContainerStatuses").stream()
            .filter(each -> !each.at("state", "terminated").isNothing())
            .count();
    return ended == now.at("spec", "ephemeralContainers").items().size();
  }

  private void assertUntouched(int rounds) throws Exception {
    int before = answered.get();
    Awaitility.await().atMost(DebugCluster.SOON).until(() -> answered.get() > before + 10);
    KubeObject now = lab.ready();
    assertEquals(pod.uid(), now.uid());
    assertEquals(0, new TargetContainer(now, "hello").restarts());
    assertEquals(0, failed.get());
    List<Document> debuggers = now.at("status", "ephemeralContainerStatuses").items();
    System.out.printf(
        "%d kills, %d debug containers, %d requests answered, %d failed%n",
        rounds, debuggers.size(), answered.get(), failed.get());
  }

  private void load() {
    try {
      while (!over) {
        try (ByteStream stream = lab.tunnels.open(new PodPort(lab.namespace, pod.name(), 8080))) {
          stream
              .output()
              .write("GET /?name=ana HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          stream.output().flush();
          String answer = new String(stream.input().readAllBytes(), StandardCharsets.US_ASCII);
          (answer.contains("hello ana") ? answered : failed).incrementAndGet();
        } catch (IOException | RuntimeException e) {
          if (!over) {
            failed.incrementAndGet();
          }
        }
        Thread.sleep(Duration.ofMillis(50));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
