package dev.mooring.forward.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.forward.ending.ObservedStream;
import dev.mooring.forward.http.HttpView;
import dev.mooring.platform.OperatingSystem;
import dev.mooring.platform.PeerOwner;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// What one process or user of this machine can take from the others.
class ConnectionTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final byte[] HALF =
      "POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc".getBytes(US_ASCII);

  private final List<Socket> sockets = new ArrayList<>();
  private final List<MooringException> failures = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket each : sockets) {
      each.close();
    }
  }

  /// A pod that takes everything and says nothing.
  private static final class Silent implements ByteStream {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public InputStream input() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          return read(new byte[1], 0, 1);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          try {
            closed.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new IOException("closed");
        }
      };
    }

    @Override
    public OutputStream output() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public void close() {
      closed.countDown();
    }

    @Override
    public boolean lost() {
      return false;
    }
  }

  private static ByteStream observed() {
    return new ObservedStream(new Silent(), HttpView.unlisted(), answers -> {});
  }

  private static Limits limits(int places, Duration parked, Duration mute, Duration first) {
    return new Limits(places, parked, mute, LONG, first, LONG);
  }

  private LoopbackListener listen(
      Guard guard, Dialer dialer, Limits limits, LocalUsers.Lookup lookup)
      throws InterruptedException {
    return LoopbackListener.listen(
        List.of(), 0, guard, null, dialer, failures::add, limits, lookup);
  }

  private Socket connect(LoopbackListener listener) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
    socket.setSoTimeout(10_000);
    sockets.add(socket);
    return socket;
  }

  private static void awaitConnections(LoopbackListener listener, int count) {
    await().atMost(Duration.ofSeconds(10)).until(() -> listener.connections() == count);
  }

  @Test
  void connectionsThatSayNothingYieldTheirPlacesToOthers() throws Exception {
    Limits limits = limits(4, LONG, SHORT, LONG);
    try (LoopbackListener listener =
        listen(Guard.none(), LoopbackListenerTest.Echo::new, limits, PeerOwner::of)) {
      List<Socket> silent = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        silent.add(connect(listener));
      }
      awaitConnections(listener, 4);
      Socket more = connect(listener);
      more.getOutputStream().write(7);

      assertEquals(7, more.getInputStream().read());
      assertThrows(SocketException.class, () -> silent.getFirst().getInputStream().read());
      assertEquals(List.of(), failures);
    }
  }

  @Test
  void aConnectionInUseKeepsItsPlaceAndOneMoreIsToldSo() throws Exception {
    try (LoopbackListener listener =
        listen(
            Guard.none(),
            LoopbackListenerTest.Echo::new,
            limits(2, SHORT, SHORT, LONG),
            PeerOwner::of)) {
      for (int i = 0; i < 2; i++) {
        Socket busy = connect(listener);
        busy.getOutputStream().write(1);
        assertEquals(1, busy.getInputStream().read());
      }
      assertThrows(SocketException.class, () -> connect(listener).getInputStream().read());
      assertEquals(
          List.of(Code.TOO_MANY_CONNECTIONS),
          failures.stream().map(each -> each.problem().code()).toList());
      sockets.getFirst().getOutputStream().write(2);
      assertEquals(2, sockets.getFirst().getInputStream().read());
    }
  }

  @Test
  void otherUsersGetHalfOfThePlaces() throws Exception {
    try (LoopbackListener listener =
        listen(
            Guard.none(),
            LoopbackListenerTest.Echo::new,
            limits(4, LONG, LONG, LONG),
            (peer, local) -> new PeerOwner.Other("nobody"))) {
      for (int i = 0; i < 2; i++) {
        connect(listener);
      }
      awaitConnections(listener, 2);
      assertThrows(SocketException.class, () -> connect(listener).getInputStream().read());
      assertTrue(failures.getFirst().problem().why().contains("kept for the user"));
    }
  }

  /// A system that names the user's own connections and no others, as macOS does, and Windows of
  /// processes that one may not look into.
  @Test
  void whoCannotBeToldFromOtherUsersGetsNoPlaceThatIsKeptForTheOwner() throws Exception {
    Set<Integer> own = ConcurrentHashMap.newKeySet();
    try (LoopbackListener listener =
        listen(
            Guard.none(),
            LoopbackListenerTest.Echo::new,
            limits(4, SHORT, LONG, LONG),
            (peer, local) ->
                own.contains(peer.getPort())
                    ? new PeerOwner.Trusted()
                    : new PeerOwner.Unknown("it isn't said"))) {
      for (int i = 0; i < 2; i++) {
        assertEchoes(connect(listener));
      }
      for (int i = 0; i < 3; i++) {
        assertThrows(SocketException.class, () -> connect(listener).getInputStream().read());
      }
      assertTrue(failures.getFirst().problem().why().contains("can't tell who opened"));
      failures.clear();
      for (int i = 0; i < 2; i++) {
        assertEchoes(connectAs(own, listener));
      }
      assertEquals(List.of(), failures);
    }
  }

  @Test
  void whereTheSystemNamesNobodyHalfOfThePlacesServeEveryoneAndNoneInUseIsCut() throws Exception {
    try (LoopbackListener listener =
        listen(
            Guard.none(),
            LoopbackListenerTest.Echo::new,
            limits(4, SHORT, SHORT, LONG),
            (peer, local) -> new PeerOwner.Unknown("it isn't said"))) {
      Socket first = connect(listener);
      Socket second = connect(listener);
      assertEchoes(first);
      assertEchoes(second);
      assertThrows(SocketException.class, () -> connect(listener).getInputStream().read());
      assertEchoes(first);
      assertEchoes(second);
      first.close();
      awaitConnections(listener, 1);
      assertEchoes(connect(listener));
    }
  }

  private static void assertEchoes(Socket socket) throws IOException {
    socket.getOutputStream().write(1);
    assertEquals(1, socket.getInputStream().read());
  }

  private Socket connectAs(Set<Integer> user, LoopbackListener listener) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    socket.setSoTimeout(10_000);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    user.add(socket.getLocalPort());
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port()));
    return socket;
  }

  @Test
  void whoIsToSpeakFirstAndDoesNotKeepsNoPlace() throws Exception {
    Guard guard = Guard.registry(LocalUsers.owner(), "", problem -> {});
    try (LoopbackListener listener =
        listen(guard, ConnectionTest::observed, limits(4, LONG, LONG, SHORT), PeerOwner::of)) {
      Socket mute = connect(listener);
      assertThrows(SocketException.class, () -> mute.getInputStream().read());
      awaitConnections(listener, 0);
      Socket slow = connect(listener);
      slow.getOutputStream().write("GET / HT".getBytes(US_ASCII));
      assertThrows(SocketException.class, () -> slow.getInputStream().read());
      awaitConnections(listener, 0);
      Socket asking = connect(listener);
      asking
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
      asking.setSoTimeout(300);
      assertThrows(SocketTimeoutException.class, () -> asking.getInputStream().read());
      assertEquals(1, listener.connections(), "an answer may take its time");
    }
  }

  @Test
  void halfRequestsOfApplicationsThatAreGoneKeepNoPlace() throws Exception {
    assumeThatTheSystemIsAsked();
    Limits limits = limits(64, LONG, LONG, LONG);
    Guard guard = Guard.registry(LocalUsers.owner(), "", problem -> {});
    for (Guard each : List.of(Guard.none(), guard)) {
      try (LoopbackListener listener =
          listen(each, ConnectionTest::observed, limits, PeerOwner::of)) {
        for (int i = 0; i < 20; i++) {
          connect(listener).getOutputStream().write(HALF);
        }
        awaitConnections(listener, 20);
        close();
        awaitConnections(listener, 0);
        Socket waiting = connect(listener);
        waiting.getOutputStream().write(HALF);
        waiting.shutdownOutput();
        waiting.setSoTimeout(500);
        assertThrows(SocketTimeoutException.class, () -> waiting.getInputStream().read());
      }
    }
  }

  @Test
  void whatWasSentBeforeAnApplicationWentGetsTimeToArrive() throws Exception {
    assumeThatTheSystemIsAsked();
    Limits limits = new Limits(64, LONG, LONG, LONG, LONG, Duration.ofMillis(600));
    try (LoopbackListener listener =
        listen(Guard.none(), ConnectionTest::observed, limits, PeerOwner::of)) {
      long from = System.nanoTime();
      Socket line = connect(listener);
      line.getOutputStream().write("a line of a log\n".getBytes(US_ASCII));
      awaitConnections(listener, 1);
      line.close();
      awaitConnections(listener, 0);
      assertTrue(System.nanoTime() - from >= 600_000_000);
    }
  }

  @Test
  void nothingIsDialledForApplicationsThatAreGone() throws Exception {
    assumeThatTheSystemIsAsked();
    CountDownLatch dialling = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Dialer never =
        () -> {
          dialling.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
          return new Silent();
        };
    try (LoopbackListener listener =
        listen(Guard.none(), never, limits(4, LONG, LONG, LONG), PeerOwner::of)) {
      Socket leaving = connect(listener);
      assertTrue(dialling.await(10, TimeUnit.SECONDS));
      leaving.close();
      assertTrue(interrupted.await(10, TimeUnit.SECONDS));
      awaitConnections(listener, 0);
    }
  }

  @Test
  void aRequestThatLiesUnreadWhenThePodEndsAtRestIsResetAndNotAnsweredByThatEnd() throws Exception {
    assertThrows(SocketException.class, () -> answerTo(new Ending(true)));
    assertEquals(-1, answerTo(new Ending(false)));
  }

  private int answerTo(Ending pod) throws Exception {
    try (LoopbackListener listener =
        listen(Guard.none(), () -> pod, limits(4, LONG, LONG, LONG), PeerOwner::of)) {
      Socket asking = connect(listener);
      asking.getOutputStream().write("one".getBytes(US_ASCII));
      assertTrue(pod.taking.await(10, TimeUnit.SECONDS));
      asking.getOutputStream().write("another".getBytes(US_ASCII));
      pod.end.countDown();
      return asking.getInputStream().read();
    }
  }

  /// A pod that takes no second byte, and ends.
  private static final class Ending implements ByteStream {
    private final CountDownLatch taking = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final boolean atRest;

    Ending(boolean atRest) {
      this.atRest = atRest;
    }

    @Override
    public InputStream input() {
      return new InputStream() {
        @Override
        public int read() {
          return awaits(end);
        }

        @Override
        public int read(byte[] into, int offset, int length) {
          return awaits(end);
        }
      };
    }

    @Override
    public OutputStream output() {
      return new OutputStream() {
        @Override
        public void write(int one) {
          awaits(closed);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
          taking.countDown();
          awaits(closed);
        }
      };
    }

    private static int awaits(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return -1;
    }

    @Override
    public void close() {
      closed.countDown();
    }

    @Override
    public boolean lost() {
      return false;
    }

    @Override
    public boolean endedAtRest() {
      return atRest;
    }
  }

  private static void assumeThatTheSystemIsAsked() {
    Assumptions.assumeTrue(OperatingSystem.current() == OperatingSystem.LINUX);
  }
}
