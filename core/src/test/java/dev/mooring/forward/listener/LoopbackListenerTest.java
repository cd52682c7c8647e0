package dev.mooring.forward.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.forward.PortPair;
import dev.mooring.forward.Target;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
public class LoopbackListenerTest {

  @Test
  void bothLoopbackAddressesShareOnePortAndBytesComeBack() throws Exception {
    byte[] sent = new byte[200_000];
    new Random(2).nextBytes(sent);
    try (LoopbackListener listener = LoopbackListener.listen(0, Echo::new)) {
      for (InetSocketAddress each : listener.addresses()) {
        assertTrue(each.getAddress().isLoopbackAddress());
        assertEquals(listener.port(), each.getPort());
        try (Socket socket = new Socket(each.getAddress(), each.getPort())) {
          Thread.ofVirtual().start(() -> write(socket, sent));
          assertArrayEquals(sent, socket.getInputStream().readNBytes(sent.length));
        }
      }
      long all = (long) listener.addresses().size() * sent.length;
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> listener.received() == all && listener.sent() == all);
    }
  }

  @Test
  void aLostStreamIsAResetAndNotAnEnd() throws Exception {
    try (LoopbackListener listener = LoopbackListener.listen(0, Lost::new);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      assertThrows(SocketException.class, () -> socket.getInputStream().read());
    }
  }

  @Test
  void theAnswerStillComesAfterTheApplicationEndedItsOutput() throws Exception {
    try (LoopbackListener listener = LoopbackListener.listen(0, Echo::new);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      socket.getOutputStream().write(new byte[] {1, 2, 3});
      socket.shutdownOutput();
      assertArrayEquals(new byte[] {1, 2, 3}, socket.getInputStream().readNBytes(3));
    }
  }

  @Test
  void fiveHundredConnectionsLeaveNothing() throws Exception {
    try (LoopbackListener listener = LoopbackListener.listen(0, Echo::new)) {
      for (int i = 0; i < 500; i++) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
          socket.getOutputStream().write(i);
          assertEquals(i & 0xff, socket.getInputStream().read());
        }
      }
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> listener.connections() == 0);
      listener.close();
      int port = listener.port();
      assertThrows(
          ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
    }
  }

  @Test
  void oneConnectionMoreThanThereIsRoomForWaitsUntilOneEnds() throws Exception {
    List<Socket> all = new ArrayList<>();
    try (LoopbackListener listener = LoopbackListener.listen(0, Echo::new)) {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      while (listener.connections() < 1024) {
        Socket socket = new Socket(loopback, listener.port());
        all.add(socket);
        socket.getOutputStream().write(1);
        assertEquals(1, socket.getInputStream().read());
      }
      try (Socket more = new Socket(loopback, listener.port())) {
        more.getOutputStream().write(7);
        more.setSoTimeout(50);
        assertThrows(SocketTimeoutException.class, () -> more.getInputStream().read());
        more.setSoTimeout(0);
        all.getFirst().close();
        assertEquals(7, more.getInputStream().read());
      }
    } finally {
      for (Socket each : all) {
        each.close();
      }
    }
  }

  @Test
  void aTakenPortIsNamedTogetherWithAFreeOne() throws Exception {
    try (LoopbackListener first = LoopbackListener.listen(0, Echo::new)) {
      MooringException taken =
          assertThrows(
              MooringException.class, () -> LoopbackListener.listen(first.port(), Echo::new));
      assertTrue(taken.problem().what().contains(Integer.toString(first.port())));
      assertTrue(taken.problem().why().contains("java"), taken.problem()::why);
      assertTrue(taken.problem().whatToDo().contains("is free"));
    }
  }

  @Test
  void addressesThatOthersReachAreRefused() throws Exception {
    InetAddress everywhere = InetAddress.getByAddress(new byte[4]);
    assertThrows(
        MooringException.class,
        () ->
            LoopbackListener.listen(
                List.of(everywhere), 0, Guard.none(), Echo::new, ignored -> {}));
  }

  @Test
  void anAnswerThatEndsBeforeTheUploadIsReadToItsEnd() throws Exception {
    try (LoopbackListener listener = LoopbackListener.listen(0, Answering::new);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      socket.getOutputStream().write(new byte[256 * 1024]);
      assertEquals("no", new String(socket.getInputStream().readAllBytes(), US_ASCII));
    }
  }

  @Test
  void portPairsAndTargetsAreReadAsKubectlDoes() {
    assertEquals(new PortPair(8080, "80"), PortPair.parse("8080:80"));
    assertEquals(new PortPair(80, "80"), PortPair.parse("80"));
    assertEquals(new PortPair(0, "80"), PortPair.parse(":80"));
    assertEquals(new PortPair(0, "http"), PortPair.parse("http"));
    for (String bad : List.of("", ":", "a:80", "1:2:3", "0", "70000", "80:", "80:99999", "-1")) {
      assertThrows(MooringException.class, () -> PortPair.parse(bad), bad);
    }
    assertEquals(new Target.Service("n", "a", "80"), Target.parse("svc/a", "n", "80"));
    assertEquals(new Target.Pod("n", "a", "80"), Target.parse("a", "n", "80"));
    assertEquals("sts/c", Target.parse("statefulset/c", "n", "80").words());
    for (String bad : List.of("", "/", "svc/", "job/a", "svc/a/b", "svc/A", "svc/a b")) {
      assertThrows(MooringException.class, () -> Target.parse(bad, "n", "80"), bad);
    }
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Gives back what it is given.
  public static final class Echo implements ByteStream {
    private final Pipe pipe;
    private final InputStream input;
    private final OutputStream output;

    public Echo() {
      try {
        pipe = Pipe.open();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      input = Channels.newInputStream(pipe.source());
      output = Channels.newOutputStream(pipe.sink());
    }

    @Override
    public InputStream input() {
      return input;
    }

    @Override
    public OutputStream output() {
      return output;
    }

    @Override
    public void close() {
      try {
        pipe.sink().close();
        pipe.source().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean lost() {
      return false;
    }
  }

  /// Takes nothing more and answers, as a registry that refuses an upload.
  public static final class Answering implements ByteStream {
    private final InputStream answer = new ByteArrayInputStream("no".getBytes(US_ASCII));

    @Override
    public InputStream input() {
      return answer;
    }

    @Override
    public OutputStream output() {
      return new OutputStream() {
        @Override
        public void write(int one) throws IOException {
          throw new IOException("the far side has ended");
        }
      };
    }

    @Override
    public void close() {}

    @Override
    public boolean lost() {
      return false;
    }
  }

  /// Breaks at the first read.
  public static final class Lost implements ByteStream {
    @Override
    public InputStream input() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          throw new IOException("lost");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          return read();
        }
      };
    }

    @Override
    public OutputStream output() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public void close() {}

    @Override
    public boolean lost() {
      return true;
    }
  }
}
