package dev.mooring.cluster.fabric8;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.Watched;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Watches that cannot be had, and watches that meet a defect.
final class RefusedWatchTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;

  private final AtomicBoolean allowed = new AtomicBoolean();
  private final AtomicBoolean broken = new AtomicBoolean();
  private final List<Long> lists = new CopyOnWriteArrayList<>();
  private final List<Watched> seen = new CopyOnWriteArrayList<>();

  @Test
  void whatMayBeListedButNotWatchedIsStaleAndListedAnewAfterGrowingPauses() throws Exception {
    try (TestServer server = new TestServer(0, this::answer);
        FabricCluster cluster = connect(server);
        Subscription watch = cluster.watch(Kind.POD, "dev", "", seen::add)) {
      await().atMost(LIMIT).until(() -> lists.size() >= 4);
      assertTrue(lists.get(3) - lists.get(2) >= 900, () -> "listed at " + lists);
      await().atMost(LIMIT).until(() -> newest().equals("pod-4"));
      int first = firstStale();
      assertTrue(
          seen.subList(first, seen.size()).stream().allMatch(Watched::stale), seen::toString);
      assertEquals(
          "the user u doesn't have permission: watch pods in dev", seen.getLast().why().why());
      assertTrue(
          seen.getLast().staleSince().isAfter(seen.get(first).staleSince()),
          "it is as old as the last list");
      allowed.set(true);
      await().atMost(LIMIT).until(() -> !seen.getLast().stale());
    }
  }

  @Test
  void aDefectIsToldAndTheWatchTriedAgain() throws Exception {
    try (TestServer server = new TestServer(0, this::answer)) {
      Path file =
          TestKubeconfig.write(folder, "server: http://127.0.0.1:" + server.port(), "token: x");
      KubeconfigEntries entries = KubeconfigEntries.load(List.of(file));
      Route route =
          new Route(
              entries.list().getFirst(),
              entries.clusters().get("c"),
              entries.users().get("u"),
              TestServer.PLAIN);
      Endpoint endpoint = new Endpoint(route, List.of(), this::stamp, () -> route);
      allowed.set(true);
      broken.set(true);
      try (FabricCluster cluster =
              new FabricCluster(
                  route.context(), endpoint, Duration.ofSeconds(5), Duration.ofSeconds(1));
          Subscription watch = cluster.watch(Kind.POD, "dev", "", seen::add)) {
        await().atMost(LIMIT).until(() -> !seen.isEmpty() && seen.getLast().stale());
        assertEquals(Code.DEFECT, seen.getLast().why().code());
        broken.set(false);
        await().atMost(LIMIT).until(() -> !seen.getLast().stale());
        broken.set(true);
        await().atMost(LIMIT).until(() -> seen.getLast().stale());
      }
    }
  }

  private List<Object> stamp() {
    if (broken.get()) {
      throw new IllegalStateException("a defect");
    }
    return List.of();
  }

  private int firstStale() {
    int first = 0;
    while (!seen.get(first).stale()) {
      first++;
    }
    return first;
  }

  private String newest() {
    return seen.isEmpty() ? "" : seen.getLast().objects().getFirst().name();
  }

  private void answer(HttpExchange exchange, String request)
      throws IOException, InterruptedException {
    if (request.contains("/version")) {
      TestServer.say(exchange, 200, "{\"gitVersion\":\"v1.35.4\"}");
    } else if (!request.contains("watch=1")) {
      lists.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
      TestServer.say(
          exchange,
          200,
          "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[{\"metadata\":{\"name\":\"pod-"
              + lists.size()
              + "\"}}]}");
    } else if (allowed.get()) {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().flush();
      new CountDownLatch(1).await(1, TimeUnit.MINUTES);
    } else {
      TestServer.say(
          exchange, 403, TestServer.status(403, "pods is forbidden: User x cannot watch"));
    }
  }

  private FabricCluster connect(TestServer server) throws IOException {
    return TestServer.connect(folder, server.port(), "token: x", Duration.ofSeconds(5));
  }
}
