package dev.mooring.forward.ending;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Target;
import dev.mooring.forward.running.ClusterForwards;
import dev.mooring.job.Subscription;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Lab;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How the end of an answer that was cut, and of one that was not, looks to an application. Against
/// the cluster of the current kubeconfig.
@Tag("cluster")
@Tag("anywhere")
@Timeout(300)
class EndOfStreamClusterTest {
  private static final int ENDLESS = 8080;
  private static final int CRASH = 8081;
  private static final int SHORT = 8082;
  private static final int HTTP = 8083;

  /// On its ports: an endless answer; the exit code to end with; a short answer without framing; a
  /// whole HTTP answer after which the connection stays open. It comes only when it was asked for:
  /// before a request it would be no HTTP.
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: NAME, labels: {app: NAME}}
      spec:
        terminationGracePeriodSeconds: 2
        containers:
        - name: plain
          image: lab.test/tools:1
          imagePullPolicy: IfNotPresent
          command:
          - sh
          - -c
          - |
            while :; do yes | nc -l -p 8080; done &
            while :; do echo whole | nc -l -p 8082; done &
            mkfifo /asked
            while :; do (exec </asked; read line; printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok'; sleep 60) | nc -l -p 8083 >/asked; done &
            exit $(nc -l -p 8081)
      """;

  private Cluster cluster;
  private Lab lab;
  private ApiTunnels tunnels;
  private ClusterForwards forwards;
  private Subscription watching;

  /// When the API server first told that a pod's container had ended.
  private final Map<String, Long> ended = new ConcurrentHashMap<>();

  @BeforeEach
  void start() throws InterruptedException {
    cluster = new FabricKubeconfig().connect(null);
    lab = Lab.create(cluster, "t-end");
    tunnels = new ApiTunnels(cluster);
    forwards = new ClusterForwards(cluster, tunnels);
    watching = cluster.watch(Kind.POD, lab.namespace(), "", this::note);
  }

  @AfterEach
  void stop() throws InterruptedException {
    watching.close();
    forwards.close();
    tunnels.close();
    lab.close();
    cluster.close();
  }

  @Test
  void aPodThatIsDeletedInMidAnswerResetsIt() throws Exception {
    for (String pod : List.of("deleted-1", "deleted-2", "deleted-3")) {
      Reader reader = reader(pod, ENDLESS);
      assertTrue(reader.begun.await(30, TimeUnit.SECONDS));
      lab.deletePod(pod);
      assertEquals("reset", reader.end.get(30, TimeUnit.SECONDS), pod);
    }
  }

  /// Runtimes tell of the end a second after it, and kubelets look at their containers once a
  /// second, so only now and then the status comes too late.
  @Test
  void aContainerThatEndsInMidAnswerResetsItOnceTheStatusSaysSo() throws Exception {
    List<String> ends = new ArrayList<>();
    for (String code : List.of("1", "137", "0", "1")) {
      String pod = "crashed-" + ends.size();
      Reader reader = reader(pod, ENDLESS);
      assertTrue(reader.begun.await(30, TimeUnit.SECONDS));
      try (ByteStream crash = tunnels.open(new PodPort(lab.namespace(), pod, CRASH))) {
        crash.output().write((code + "\n").getBytes(US_ASCII));
        String end = reader.end.get(30, TimeUnit.SECONDS);
        boolean told = ended.getOrDefault(pod, Long.MAX_VALUE) < reader.at;
        assertEquals(told ? "reset" : "end", end, pod);
        ends.add(end);
      }
    }
    assertTrue(ends.contains("reset"), ends::toString);
  }

  @Test
  void aPodThatLivesEndsItsAnswersInOrder() throws Exception {
    Reader reader = reader("living", SHORT);
    assertEquals("end", reader.end.get(30, TimeUnit.SECONDS));
    assertEquals("whole\n", reader.text());
  }

  @Test
  void aWholeHttpAnswerOfADeletedPodIsNotReset() throws Exception {
    Reader reader = reader("http", HTTP);
    assertTrue(reader.begun.await(30, TimeUnit.SECONDS));
    lab.deletePod("http");
    assertEquals("end", reader.end.get(30, TimeUnit.SECONDS));
  }

  private void note(Watched pods) {
    for (KubeObject pod : pods.objects()) {
      if (!pod.at("status", "containerStatuses").stream()
          .allMatch(each -> each.at("state", "terminated").isNothing())) {
        ended.putIfAbsent(pod.name(), System.nanoTime());
      }
    }
  }

  /// A new pod, and an application that reads from it.
  private Reader reader(String pod, int port) throws InterruptedException {
    lab.apply(POD.replace("NAME", pod));
    lab.readyPods(pod, 1);
    Target target = new Target.Pod(lab.namespace(), pod, Integer.toString(port));
    int local = forwards.start(ForwardSpec.of(pod, target, 0)).listening().getFirst().getPort();
    return new Reader(local);
  }

  private static final class Reader {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final byte[] first = new byte[64];
    private int length;
    private volatile long at;

    Reader(int port) {
      Thread.ofVirtual().start(() -> read(port));
    }

    private void read(int port) {
      byte[] buffer = new byte[64 * 1024];
      String how = "end";
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
        for (int read = socket.getInputStream().read(buffer);
            read >= 0;
            read = socket.getInputStream().read(buffer)) {
          if (begun.getCount() > 0) {
            length = Math.min(read, first.length);
            System.arraycopy(buffer, 0, first, 0, length);
            begun.countDown();
          }
        }
      } catch (IOException e) {
        how = "reset";
      }
      at = System.nanoTime();
      end.complete(how);
    }

    String text() {
      return new String(first, 0, length, US_ASCII);
    }
  }
}
