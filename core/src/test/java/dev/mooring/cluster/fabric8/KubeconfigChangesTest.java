package dev.mooring.cluster.fabric8;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import dev.mooring.cluster.Context;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.Watched;
import dev.mooring.job.Subscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KubeconfigChangesTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;

  private final AtomicReference<String> accepted = new AtomicReference<>("first");

  @Test
  void aLoginThatIsNoLongerAcceptedIsToldAndANewTokenFileCountsWithoutARestart() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "first");
    aNewLoginCounts("tokenFile: " + token, () -> Files.writeString(token, "second"));
  }

  @Test
  void aNewTokenInTheKubeconfigCountsWithoutARestart() throws Exception {
    aNewLoginCounts("token: first", null);
  }

  /// @param change null to write the second token into the kubeconfig
  private void aNewLoginCounts(String user, Change change) throws Exception {
    try (TestServer server = new TestServer(0, this::answer);
        FabricCluster cluster =
            TestServer.connect(folder, server.port(), user, Duration.ofSeconds(5))) {
      AtomicReference<Watched> seen = new AtomicReference<>();
      try (Subscription watch = cluster.watch(Kind.POD, "dev", "", seen::set)) {
        await().atMost(LIMIT).until(() -> seen.get() != null && !seen.get().stale());
        accepted.set("second");
        await().atMost(LIMIT).until(() -> seen.get().stale());
        assertEquals(
            "the API server rejects the credentials of the user u (context test): they are"
                + " missing, wrong, or expired",
            seen.get().why().why());
        if (change == null) {
          write(server.port(), "test", "token: second");
        } else {
          change.make();
        }
        await().atMost(LIMIT).until(() -> !seen.get().stale());
      }
    }
  }

  private interface Change {
    void make() throws IOException;
  }

  @Test
  void aContextThatIsTakenOutSaysSoAndWorksAgainWhenItIsBack() throws Exception {
    try (TestServer server = new TestServer(0, this::answer);
        FabricCluster cluster =
            TestServer.connect(folder, server.port(), "token: first", Duration.ofSeconds(5))) {
      AtomicReference<Watched> seen = new AtomicReference<>();
      try (Subscription watch = cluster.watch(Kind.POD, "dev", "", seen::set)) {
        await().atMost(LIMIT).until(() -> seen.get() != null && !seen.get().stale());
        write(server.port(), "other", "token: first");
        await().atMost(LIMIT).until(() -> seen.get().stale() && seen.get().why() != null);
        await()
            .atMost(LIMIT)
            .until(() -> seen.get().why().why().startsWith("Context test doesn't exist"));
        write(server.port(), "test", "token: first");
        await().atMost(LIMIT).until(() -> !seen.get().stale());
      }
    }
  }

  @Test
  void contextsThatComeAndGoAreToldAndABrokenFileIsNot() throws Exception {
    write(1, "one", "token: first");
    FabricKubeconfig kubeconfig = new FabricKubeconfig(List.of(folder.resolve("config")), Map.of());
    List<List<String>> told = new CopyOnWriteArrayList<>();
    try (Subscription following =
        kubeconfig.follow(all -> told.add(all.stream().map(Context::name).toList()))) {
      write(1, "two", "token: first");
      await().atMost(LIMIT).until(() -> told.contains(List.of("two")));
      Files.writeString(folder.resolve("config"), "contexts: [");
      Files.delete(folder.resolve("config"));
      await().atMost(LIMIT).until(() -> told.contains(List.of()));
      write(1, "three", "token: first");
      await().atMost(LIMIT).until(() -> told.contains(List.of("three")));
      assertEquals(List.of(List.of("two"), List.of(), List.of("three")), told);
    }
  }

  /// As editors and kubectl do: another file takes the name.
  private void write(int port, String context, String user) throws IOException {
    Path next =
        TestKubeconfig.write(folder.resolve("next"), "server: http://127.0.0.1:" + port, user);
    Files.writeString(
        next,
        Files.readString(next)
            .replace("name: test", "name: " + context)
            .replace("current-context: test", "current-context: " + context));
    Files.move(
        next,
        folder.resolve("config"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void answer(HttpExchange exchange, String request)
      throws IOException, InterruptedException {
    String login = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer " + accepted.get()).equals(login)) {
      TestServer.say(exchange, 401, TestServer.status(401, "Unauthorized"));
    } else if (request.contains("/version")) {
      TestServer.say(exchange, 200, "{\"gitVersion\":\"v1.35.4\"}");
    } else if (request.contains("watch=1")) {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().flush();
      new CountDownLatch(1).await(1, TimeUnit.MINUTES);
    } else {
      TestServer.say(exchange, 200, "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}");
    }
  }
}
