package dev.mooring.cluster.fabric8;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.job.Subscription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FollowerTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final AtomicReference<String> items = new AtomicReference<>("");
  private final AtomicBoolean frozen = new AtomicBoolean();
  private final AtomicInteger lists = new AtomicInteger();

  @Test
  void eventsAreFoldedIntoWholeLists() throws Exception {
    items.set(pod("a", 1));
    try (TestServer server = new TestServer(0, this::answer);
        FabricCluster cluster = connect(server.port())) {
      AtomicReference<Watched> seen = new AtomicReference<>();
      try (Subscription watch = cluster.watch(Kind.POD, "dev", "", seen::set)) {
        await().atMost(LIMIT).until(() -> names(seen.get()).equals(List.of("a")));
        events.add(event("ADDED", pod("b", 2)));
        await().atMost(LIMIT).until(() -> names(seen.get()).equals(List.of("a", "b")));
        events.add(event("DELETED", pod("a", 3)));
        await().atMost(LIMIT).until(() -> names(seen.get()).equals(List.of("b")));
        assertFalse(seen.get().stale());
        assertEquals("Pod", seen.get().objects().getFirst().kind());
      }
    }
  }

  @Test
  void tooOldAVersionStartsANewList() throws Exception {
    items.set(pod("a", 1));
    try (TestServer server = new TestServer(0, this::answer);
        FabricCluster cluster = connect(server.port())) {
      AtomicReference<Watched> seen = new AtomicReference<>();
      try (Subscription watch = cluster.watch(Kind.POD, "dev", "", seen::set)) {
        await().atMost(LIMIT).until(() -> names(seen.get()).equals(List.of("a")));
        items.set(pod("c", 9));
        events.add(event("ERROR", "{\"kind\":\"Status\",\"code\":410}"));
        await().atMost(LIMIT).until(() -> names(seen.get()).equals(List.of("c")));
      }
    }
  }

  @Test
  void silentServerMarksTheListStaleAndItsReturnStartsAnew() throws Exception {
    items.set(pod("a", 1));
    try (TestServer server = new TestServer(0, this::answer);
        FabricCluster cluster = connect(server.port())) {
      AtomicReference<Watched> seen = new AtomicReference<>();
      try (Subscription watch = cluster.watch(Kind.POD, "dev", "", seen::set)) {
        await().atMost(LIMIT).until(() -> names(seen.get()).equals(List.of("a")));
        frozen.set(true);
        await().atMost(LIMIT).until(() -> seen.get().stale());
        assertEquals(List.of("a"), names(seen.get()), "the last list stays");
        assertNotNull(seen.get().why());
        items.set(pod("a", 1) + "," + pod("b", 5));
        frozen.set(false);
        await().atMost(LIMIT).until(() -> !seen.get().stale());
        assertEquals(List.of("a", "b"), names(seen.get()));
      }
    }
  }

  @Test
  void whatIsDoubtedIsStaleUntilItIsListedAnew() throws Exception {
    items.set(pod("a", 1));
    try (TestServer server = new TestServer(0, this::answer);
        FabricCluster cluster = connect(server.port())) {
      List<Watched> seen = new CopyOnWriteArrayList<>();
      try (Subscription watch = cluster.watch(Kind.POD, "dev", "", seen::add)) {
        await().atMost(LIMIT).until(() -> !seen.isEmpty() && !seen.getLast().stale());
        int before = lists.get();
        items.set(pod("b", 5));
        cluster.lookAgain();
        await()
            .atMost(LIMIT)
            .until(() -> names(seen.getLast()).equals(List.of("b")) && !seen.getLast().stale());
        assertTrue(lists.get() > before);
      }
    }
  }

  @Test
  void restartedServerIsFollowedAgain() throws Exception {
    items.set(pod("a", 1));
    TestServer first = new TestServer(0, this::answer);
    int port = first.port();
    try (FabricCluster cluster = connect(port)) {
      AtomicReference<Watched> seen = new AtomicReference<>();
      try (Subscription watch = cluster.watch(Kind.POD, "dev", "", seen::set)) {
        await().atMost(LIMIT).until(() -> names(seen.get()).equals(List.of("a")));
        first.close();
        await().atMost(LIMIT).until(() -> seen.get().stale());
        items.set(pod("z", 7));
        try (TestServer second = new TestServer(port, this::answer)) {
          await()
              .atMost(LIMIT)
              .until(() -> !seen.get().stale() && names(seen.get()).equals(List.of("z")));
        }
      }
    }
  }

  @Test
  void slowConsumerGetsTheNewestListAndNeverTwoAtOnce() throws Exception {
    items.set("");
    try (TestServer server = new TestServer(0, this::answer);
        FabricCluster cluster = connect(server.port())) {
      CountDownLatch go = new CountDownLatch(1);
      AtomicInteger inside = new AtomicInteger();
      List<Integer> sizes = new CopyOnWriteArrayList<>();
      List<String> faults = new CopyOnWriteArrayList<>();
      try (Subscription watch =
          cluster.watch(
              Kind.POD,
              "dev",
              "",
              watched -> {
                if (inside.incrementAndGet() > 1) {
                  faults.add("two at once");
                }
                sizes.add(watched.objects().size());
                try {
                  go.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                inside.decrementAndGet();
              })) {
        await().atMost(LIMIT).until(() -> sizes.size() == 1);
        for (int i = 1; i <= 500; i++) {
          events.add(event("ADDED", pod("p" + i, i)));
        }
        // Another consumer of the same watch is held up by nobody, and shows that all came.
        AtomicInteger known = new AtomicInteger();
        try (Subscription other =
            cluster.watch(Kind.POD, "dev", "", all -> known.set(all.objects().size()))) {
          await().atMost(LIMIT).until(() -> known.get() == 500);
        }
        go.countDown();
        await().atMost(LIMIT).until(() -> sizes.getLast() == 500);
        assertEquals(List.of(0, 500), sizes);
        assertEquals(List.of(), faults);
      }
    }
  }

  @Test
  void kindThatIsNotServedIsAnEmptyLiveList() throws Exception {
    try (TestServer server =
            new TestServer(0, (e, r) -> TestServer.say(e, 404, TestServer.status(404, "no")));
        FabricCluster cluster = connect(server.port())) {
      AtomicReference<Watched> seen = new AtomicReference<>();
      try (Subscription watch = cluster.watch(Kind.SIDECAR, null, "", seen::set)) {
        await().atMost(LIMIT).until(() -> seen.get() != null);
        assertEquals(new Watched(List.of(), null), seen.get());
      }
    }
  }

  @Test
  void missingRightIsToldToTheConsumer() throws Exception {
    String body = TestServer.status(403, "pods is forbidden: User x cannot list");
    try (TestServer server = new TestServer(0, (e, r) -> TestServer.say(e, 403, body));
        FabricCluster cluster = connect(server.port())) {
      AtomicReference<Watched> seen = new AtomicReference<>();
      try (Subscription watch = cluster.watch(Kind.POD, null, "", seen::set)) {
        await().atMost(LIMIT).until(() -> seen.get() != null && seen.get().stale());
        assertEquals("the user u doesn't have permission: list pods", seen.get().why().why());
      }
    }
  }

  @Test
  void closedWatchAsksNoMore() throws Exception {
    items.set(pod("a", 1));
    try (TestServer server = new TestServer(0, this::answer);
        FabricCluster cluster = connect(server.port())) {
      AtomicReference<Watched> seen = new AtomicReference<>();
      Subscription watch = cluster.watch(Kind.POD, "dev", "", seen::set);
      await().atMost(LIMIT).until(() -> seen.get() != null);
      watch.close();
      watch.close();
      AtomicInteger before = new AtomicInteger(-1);
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(700))
          .until(() -> before.getAndSet(server.requests().size()) == server.requests().size());
    }
  }

  @Test
  void sixtyWhoFollowTheSameShareOneWatchUntilTheLastOneLeaves() throws Exception {
    items.set(pod("a", 1));
    try (TestServer server = new TestServer(0, this::answer);
        FabricCluster cluster = connect(server.port())) {
      AtomicReference<Watched> first = new AtomicReference<>();
      Subscription one = cluster.watch(Kind.POD, "dev", "", first::set);
      await().atMost(LIMIT).until(() -> names(first.get()).equals(List.of("a")));
      List<AtomicReference<Watched>> seen = new ArrayList<>();
      List<Subscription> others = new ArrayList<>();
      for (int i = 0; i < 59; i++) {
        AtomicReference<Watched> each = new AtomicReference<>();
        seen.add(each);
        others.add(cluster.watch(Kind.POD, "dev", "", each::set));
      }
      await()
          .atMost(LIMIT)
          .until(() -> seen.stream().allMatch(each -> names(each.get()).equals(List.of("a"))));
      one.close();
      one.close();
      events.add(event("ADDED", pod("b", 2)));
      await()
          .atMost(LIMIT)
          .until(() -> seen.stream().allMatch(each -> names(each.get()).equals(List.of("a", "b"))));
      assertEquals(List.of("a"), names(first.get()));
      assertEquals(1, lists.get());
      assertEquals(1, server.requests().stream().filter(each -> each.contains("watch=1")).count());
      others.forEach(Subscription::close);
      AtomicReference<Watched> again = new AtomicReference<>();
      try (Subscription later = cluster.watch(Kind.POD, "dev", "", again::set)) {
        await().atMost(LIMIT).until(() -> again.get() != null);
        assertEquals(2, lists.get());
      }
    }
  }

  @Test
  void whoJoinsAWatchThatIsStaleIsToldSo() throws Exception {
    items.set(pod("a", 1));
    try (TestServer server = new TestServer(0, this::answer);
        FabricCluster cluster = connect(server.port())) {
      AtomicReference<Watched> first = new AtomicReference<>();
      AtomicReference<Watched> second = new AtomicReference<>();
      try (Subscription one = cluster.watch(Kind.POD, "dev", "", first::set)) {
        await().atMost(LIMIT).until(() -> names(first.get()).equals(List.of("a")));
        frozen.set(true);
        await().atMost(LIMIT).until(() -> first.get().stale());
        try (Subscription two = cluster.watch(Kind.POD, "dev", "", second::set)) {
          await().atMost(LIMIT).until(() -> second.get() != null);
          assertTrue(second.get().stale());
          assertEquals(List.of("a"), names(second.get()));
        }
      } finally {
        frozen.set(false);
      }
    }
  }

  private void answer(HttpExchange exchange, String request)
      throws IOException, InterruptedException {
    while (frozen.get()) {
      Thread.onSpinWait();
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
    }
    if (request.contains("/version")) {
      TestServer.say(exchange, 200, "{\"gitVersion\":\"v1.35.4\"}");
    } else if (request.contains("watch=1")) {
      exchange.sendResponseHeaders(200, 0);
      while (true) {
        exchange.getResponseBody().write(events.take().getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
      }
    } else {
      lists.incrementAndGet();
      String list = "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[" + items.get() + "]}";
      TestServer.say(exchange, 200, list);
    }
  }

  private FabricCluster connect(int port) throws IOException {
    return TestServer.connect(folder, port, "token: x", Duration.ofSeconds(1));
  }

  private static String event(String type, String object) {
    return "{\"type\":\"" + type + "\",\"object\":" + object + "}\n";
  }

  private static String pod(String name, int version) {
    return "{\"metadata\":{\"namespace\":\"dev\",\"name\":\""
        + name
        + "\",\"resourceVersion\":\""
        + version
        + "\"}}";
  }

  private static List<String> names(Watched watched) {
    return watched == null ? List.of() : watched.objects().stream().map(KubeObject::name).toList();
  }
}
