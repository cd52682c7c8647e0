package dev.mooring.forward.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.ServerVersion;
import dev.mooring.cluster.Watched;
import dev.mooring.document.Documents;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.ForwardStatus.State;
import dev.mooring.forward.Local;
import dev.mooring.forward.Target;
import dev.mooring.forward.listener.LoopbackListenerTest;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.ForwardingStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.Tunnels;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of forwards that are started, stopped and removed, with a pod that echoes.
@Timeout(60)
final class ForwardsLifeTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final KubeObject POD =
      new KubeObject(
          Documents.yaml(
                  """
                  metadata: {name: a, namespace: shop, uid: a-1}
                  status: {conditions: [{type: Ready, status: "True"}]}
                  """,
                  "test")
              .getFirst());

  private final AtomicInteger watches = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private final Set<ByteStream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean allowed = true;
  private final Echoes tunnels = new Echoes();
  private final ClusterForwards forwards = new ClusterForwards(cluster(), tunnels);

  private Cluster cluster() {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("allowed")) {
                return allowed;
              }
              if (method.getName().equals("get")) {
                return Optional.of(POD);
              }
              if (method.getName().equals("version")) {
                return new ServerVersion(1, 35, "v1.35.0");
              }
              assertEquals("watch", method.getName());
              @SuppressWarnings("unchecked")
              Consumer<Watched> consumer = (Consumer<Watched>) arguments[3];
              consumer.accept(new Watched(List.of(POD), null));
              watches.incrementAndGet();
              return (Subscription) watches::decrementAndGet;
            });
  }

  private final class Echoes implements Tunnels {
    private final AtomicInteger followers = new AtomicInteger();

    @Override
    public ByteStream open(PodPort port) {
      opened.incrementAndGet();
      ByteStream echo =
          new ForwardingStream(new LoopbackListenerTest.Echo()) {
            @Override
            public void close() {
              super.close();
              open.remove(this);
            }
          };
      open.add(echo);
      return echo;
    }

    @Override
    public ByteStream attach(String namespace, String pod, String container) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Subscription follow(Consumer<ReachabilityEvent> consumer) {
      followers.incrementAndGet();
      return followers::decrementAndGet;
    }

    @Override
    public void close() {}
  }

  private static ForwardSpec spec(String name) {
    return ForwardSpec.of(name, new Target.Pod("shop", "a", "80"), 0);
  }

  @AfterEach
  void close() {
    forwards.close();
    assertEquals(0, watches.get(), "a watch that nobody ended");
    assertEquals(0, tunnels.followers.get());
    Awaitility.await("streams").atMost(LIMIT).until(open::isEmpty);
  }

  private List<String> names() {
    return forwards.all().get().stream().map(each -> each.spec().name()).toList();
  }

  private ForwardStatus status(String name) {
    return forwards.all().get().stream()
        .filter(each -> each.spec().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<String> events(String name) {
    return forwards.events(name).stream().map(each -> each.kind().name()).toList();
  }

  private static Socket connect(ForwardStatus to) throws IOException {
    Socket socket =
        new Socket(InetAddress.ofLiteral("127.0.0.1"), to.listening().getFirst().getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static boolean listens(ForwardStatus status) {
    try (Socket socket = connect(status)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void whatPassesIsCountedAndTheStreamEndsWithItsConnection() throws Exception {
    ForwardStatus started = forwards.start(spec("a"));
    assertEquals(new State.Active(), started.state());
    assertEquals(List.of("a"), started.pods());
    assertTrue(forwards.certificate("a").isEmpty(), "it speaks no TLS");
    try (Socket socket = connect(started)) {
      socket.getOutputStream().write(new byte[] {1, 2, 3});
      assertEquals(3, socket.getInputStream().readNBytes(3).length);
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> status("a").connections() == 1 && status("a").received() == 3);
      assertEquals(3, status("a").sent());
      assertEquals(started.listening(), status("a").listening());
    }
    Awaitility.await().atMost(LIMIT).until(() -> status("a").connections() == 0);
    assertEquals(1, opened.get());
  }

  @Test
  void oneThatIsStoppedStaysInTheListAndListensNoMore() throws Exception {
    ForwardStatus started = forwards.start(spec("a"));
    forwards.start(spec("b"));
    try (Socket socket = connect(started)) {
      socket.getOutputStream().write(7);
      assertEquals(7, socket.getInputStream().read());
      forwards.stop("a");
      assertThrows(IOException.class, () -> socket.getInputStream().read());
    }
    assertEquals(List.of("a", "b"), names());
    assertEquals(ForwardStatus.idle(spec("a"), new State.Stopped()), status("a"));
    assertFalse(listens(started));
    assertEquals("STOPPED", events("a").getLast());
    assertEquals(1, watches.get());

    forwards.start(spec("a"));
    assertEquals(List.of("a", "b"), names(), "it has its place again");
    assertEquals(2, events("a").stream().filter("STARTED"::equals).count(), "and its past");
  }

  @Test
  void oneThatIsRemovedIsForgotten() throws Exception {
    ForwardStatus started = forwards.start(spec("a"));
    forwards.remove("a");
    assertEquals(List.of(), names());
    assertFalse(listens(started));
    assertEquals(List.of(), forwards.events("a"));
    assertEquals(0, watches.get());
  }

  @Test
  void aNameThatNobodyKnowsIsNoNewsAndHasNoPast() {
    List<List<ForwardStatus>> told = new CopyOnWriteArrayList<>();
    Subscription following = forwards.all().subscribe(told::add);
    forwards.stop("nobody");
    forwards.remove("nobody");
    assertEquals(List.of(List.of()), told);
    assertEquals(List.of(), forwards.events("nobody"));
    assertEquals(List.of(), forwards.requests("nobody"));
    assertTrue(forwards.certificate("nobody").isEmpty());
    following.close();
  }

  @Test
  void oneThatIsStartedAgainTakesTheFormersPlaceAndPort() throws Exception {
    ForwardStatus before = forwards.start(spec("a"));
    forwards.start(spec("b"));
    int port = before.listening().getFirst().getPort();
    ForwardStatus next = forwards.start(spec("a").withLocal(Local.port(port)));
    assertEquals(port, next.listening().getFirst().getPort());
    assertEquals(List.of("a", "b"), names());
    assertEquals(2, watches.get());
  }

  @Test
  void aPortThatIsTakenIsToldAndStaysInTheListUntilItWorks() throws Exception {
    int port = forwards.start(spec("a")).listening().getFirst().getPort();
    ForwardSpec same = spec("b").withLocal(Local.port(port));
    MooringException why = assertThrows(MooringException.class, () -> forwards.start(same));
    assertEquals(Code.PORT_TAKEN, why.problem().code());
    assertEquals(ForwardStatus.idle(same, new State.Failed(why.problem())), status("b"));
    assertEquals("FAILED", events("b").getLast());
    assertEquals(1, watches.get());
    forwards.stop("a");
    assertEquals(new State.Active(), forwards.start(same).state());
  }

  @Test
  void whoLacksARightGetsNoListener() {
    allowed = false;
    assertThrows(MooringException.class, () -> forwards.start(spec("a")));
    assertInstanceOf(State.Failed.class, status("a").state());
    assertEquals(0, watches.get());
    assertEquals(0, tunnels.followers.get());
  }

  @Test
  void afterItIsClosedNothingStartsAndNothingIsLeft() throws Exception {
    ForwardStatus started = forwards.start(spec("a"));
    forwards.close();
    assertEquals(List.of(), names());
    assertFalse(listens(started));
    MooringException why = assertThrows(MooringException.class, () -> forwards.start(spec("b")));
    assertEquals(Code.MOORING_CLOSING, why.problem().code());
    assertEquals(List.of(), names());
  }

  @Test
  void aSpareStreamIsOpenedAheadAndClosedWithItsForward() throws Exception {
    ForwardStatus started = forwards.start(spec("a").withSpare(true));
    assertEquals(0, opened.get(), "nobody has come yet");
    try (Socket socket = connect(started)) {
      socket.getOutputStream().write(7);
      assertEquals(7, socket.getInputStream().read());
      Awaitility.await().atMost(LIMIT).until(() -> opened.get() > 1);
    }
    forwards.stop("a");
    Awaitility.await().atMost(LIMIT).until(open::isEmpty);
  }
}
