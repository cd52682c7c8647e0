package dev.mooring.tunnel.liveness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Context;
import dev.mooring.job.Subscription;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerPulseTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private final BlockingQueue<ReachabilityEvent> event = new LinkedBlockingQueue<>();
  private final AtomicInteger opened = new AtomicInteger();
  private volatile boolean frozen;
  private volatile boolean picky;
  private final ServerSocket server = listen(0);

  @AfterEach
  void end() throws IOException {
    server.close();
    hangUp();
  }

  @Test
  void aServerThatFallsSilentIsToldOfAndSoIsItsReturn() throws Exception {
    try (ApiTunnels tunnels = new ApiTunnels(endpoint(""));
        Subscription following = tunnels.follow(event::add)) {
      Awaitility.await().atMost(LIMIT).until(() -> questions.size() > 2);
      assertEquals(1, sockets.size(), "one connection is kept");
      assertEquals("OPTIONS * HTTP/1.1", questions.getFirst());

      frozen = true;
      ReachabilityEvent.ServerSilent silent =
          assertInstanceOf(ReachabilityEvent.ServerSilent.class, next());
      assertTrue(silent.why().why().endsWith("didn't respond in time"), silent.why().why());
      BlockingQueue<ReachabilityEvent> late = new LinkedBlockingQueue<>();
      try (Subscription second = tunnels.follow(late::add)) {
        assertInstanceOf(ReachabilityEvent.ServerSilent.class, late.poll(10, TimeUnit.SECONDS));
      }
      frozen = false;
      assertInstanceOf(ReachabilityEvent.ServerHeard.class, next());
    }
  }

  @Test
  void aServerThatHangsUpIsAskedAgainOverANewConnection() throws Exception {
    try (ApiTunnels tunnels = new ApiTunnels(endpoint(""));
        Subscription following = tunnels.follow(event::add)) {
      Awaitility.await().atMost(LIMIT).until(() -> !questions.isEmpty());
      hangUp();
      assertInstanceOf(ReachabilityEvent.ServerSilent.class, next());
      assertInstanceOf(ReachabilityEvent.ServerHeard.class, next());
    }
  }

  @Test
  void aClockThatJumpedTellsOfSleepAndANewConnectionIsAsked() throws Exception {
    AtomicLong asleep = new AtomicLong();
    Clock clock = new SleepingClock(asleep);
    ServerPulse pulse = new ServerPulse(endpoint(""), event::add, clock);
    Thread thread = Thread.ofVirtual().start(() -> run(pulse));
    try {
      Awaitility.await().atMost(LIMIT).until(() -> questions.size() > 2);
      asleep.set(60_000);
      ReachabilityEvent.Woke woke = assertInstanceOf(ReachabilityEvent.Woke.class, next());
      assertTrue(woke.after().toSeconds() >= 59, woke::toString);
      int before = questions.size();
      Awaitility.await().atMost(LIMIT).until(() -> questions.size() > before + 2);
      assertEquals(2, opened.get(), "what slept with the machine is not trusted");
      assertEquals(List.of(), List.copyOf(event));
    } finally {
      thread.interrupt();
    }
  }

  private static void run(ServerPulse pulse) {
    try {
      pulse.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The machine's clock, ahead by the time that it slept.
  private static final class SleepingClock extends Clock {
    private final AtomicLong asleep;

    SleepingClock(AtomicLong asleep) {
      this.asleep = asleep;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.now().plusMillis(asleep.get());
    }
  }

  @Test
  void behindAPathPrefixTheServerItselfIsAsked() throws Exception {
    try (ApiTunnels tunnels = new ApiTunnels(endpoint("/k8s/one/"));
        Subscription following = tunnels.follow(event::add)) {
      Awaitility.await().atMost(LIMIT).until(() -> !questions.isEmpty());
      assertEquals("GET /k8s/one/version HTTP/1.1", questions.getFirst());
    }
  }

  @Test
  void aProxyThatHangsUpOnTheCheapQuestionIsAskedAnotherOverOneConnection() throws Exception {
    picky = true;
    try (ApiTunnels tunnels = new ApiTunnels(endpoint(""));
        Subscription following = tunnels.follow(event::add)) {
      Awaitility.await().atMost(LIMIT).until(() -> questions.size() > 4);
      assertEquals("OPTIONS * HTTP/1.1", questions.getFirst());
      assertEquals("GET /version HTTP/1.1", questions.getLast());
      assertEquals(2, opened.get());
    }
  }

  @Test
  void nobodyIsAskedOnceNobodyFollows() throws Exception {
    try (ApiTunnels tunnels = new ApiTunnels(endpoint(""))) {
      Subscription following = tunnels.follow(event::add);
      Awaitility.await().atMost(LIMIT).until(() -> !questions.isEmpty());
      following.close();
      Awaitility.await().atMost(LIMIT).until(() -> sockets.isEmpty());
    }
  }

  private ReachabilityEvent next() throws InterruptedException {
    ReachabilityEvent next = event.poll(20, TimeUnit.SECONDS);
    return next == null ? new ReachabilityEvent.PodHeard("", "nothing was told") : next;
  }

  private void hangUp() throws IOException {
    for (Socket each : sockets) {
      each.close();
    }
  }

  private ServerSocket listen(int port) {
    try {
      ServerSocket made = new ServerSocket(port, 50, InetAddress.ofLiteral("127.0.0.1"));
      Thread.ofVirtual().start(() -> accept(made));
      return made;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void accept(ServerSocket from) {
    try {
      while (true) {
        Socket socket = from.accept();
        sockets.add(socket);
        opened.incrementAndGet();
        Thread.ofVirtual().start(() -> answer(socket));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.endsWith("HTTP/1.1")) {
          questions.add(line);
        }
        if (line.isEmpty() && picky && questions.getLast().startsWith("OPTIONS")) {
          socket
              .getOutputStream()
              .write(
                  "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                      .getBytes(StandardCharsets.US_ASCII));
          return;
        }
        if (line.isEmpty() && !frozen) {
          socket
              .getOutputStream()
              .write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                      .getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      // The other side hung up.
    } finally {
      sockets.remove(socket);
    }
  }

  private ApiEndpoint endpoint(String prefix) {
    return new ApiEndpoint() {
      @Override
      public Context context() {
        return new Context("test", "test", "test", server().toString(), "default", true);
      }

      @Override
      public URI server() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + prefix);
      }

      @Override
      public SSLContext tls() {
        return null;
      }

      @Override
      public String tlsName() {
        return null;
      }

      @Override
      public Map<String, String> headers() {
        return Map.of();
      }

      @Override
      public ProxySelector proxies() {
        return ProxySelector.of(null);
      }
    };
  }
}
