package dev.mooring.desktop.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.desktop.control.Moorings.Found;
import dev.mooring.desktop.control.Moorings.Mooring;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The private socket between real ends, friendly, hostile, dead and hung.
class ControlSocketTest {
  /// Beyond what a system gives to processes.
  private static final long ID = 4_294_967_001L;

  @TempDir Path home;

  /// Says who asked for what, and can be held.
  private static final class Echo implements Control {
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);

    @Override
    public boolean hasWindow() {
      return true;
    }

    @Override
    public void answer(Request request, Answers answers) throws InterruptedException {
      switch (request.verb()) {
        case OPEN -> answers.entry(request.with());
        case STOP ->
            throw new Problem(Code.GENERAL, "Cannot stop", "because", new Remedy.Advice("Wait"))
                .raise();
        case START -> throw new IllegalStateException("a defect");
        case LOGS -> {
          asked.countDown();
          try {
            new CountDownLatch(1).await();
          } finally {
            interrupted.countDown();
          }
        }
        default -> {}
      }
    }
  }

  @Test
  void anAnswerComesWithItsEntriesAndProblems() throws Exception {
    SocketDirectory directory = directory();
    try (ControlSocket ignored = ControlSocket.listen(directory, ID, new Echo())) {
      Moorings moorings = new Moorings(directory);
      Mooring mooring = moorings.look().window().orElseThrow();
      assertEquals(ID, mooring.pid());
      assertEquals(
          List.of(Document.of(Map.of("link", "a link"))),
          moorings.ask(mooring, Request.open("a link")).entries());
      assertEquals(
          List.of(new Problem(Code.GENERAL, "Cannot stop", "because", new Remedy.Advice("Wait"))),
          moorings.ask(mooring, Request.of(Verb.STOP)).problems());
      String defect = moorings.ask(mooring, Request.of(Verb.START)).problems().getFirst().why();
      assertTrue(defect.contains("IllegalStateException"), defect);
    }
    assertEquals(List.of(), directory.sockets());
  }

  @Test
  void onlyTheUserMayEnterTheDirectory() throws IOException {
    Path deep = home.resolve("deep").resolve("er");
    try (ControlSocket ignored = ControlSocket.listen(SocketDirectory.at(deep), ID, new Echo())) {
      assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)));
    }
  }

  @Test
  void aDirectoryThatOthersCouldEnterIsRefusedAsItIs() throws IOException {
    for (String each : List.of("rwxrwxrwx", "rwx--x---", "rwxr-xr-x")) {
      Path loose = Files.createDirectory(home.resolve(each));
      Files.setPosixFilePermissions(loose, PosixFilePermissions.fromString(each));
      SocketDirectory directory = SocketDirectory.at(loose);
      assertThrows(
          MooringException.class, () -> ControlSocket.listen(directory, ID, new Echo()).close());
      MooringException refused =
          assertThrows(MooringException.class, () -> new Moorings(directory).look());
      assertTrue(refused.problem().why().contains(each), refused.problem().why());
      assertEquals(each, PosixFilePermissions.toString(Files.getPosixFilePermissions(loose)));
    }
  }

  @Test
  void aDirectoryOfAnotherUserIsRefused() throws IOException {
    assumeTrue(
        System.getProperty("user.name", "").equals("root"), "needs root to give a directory away");
    Path theirs = Files.createDirectory(home.resolve("theirs"));
    Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString("rwx------"));
    Files.setOwner(
        theirs,
        theirs.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    SocketDirectory directory = SocketDirectory.at(theirs);
    MooringException refused =
        assertThrows(MooringException.class, () -> new Moorings(directory).look());
    assertTrue(refused.problem().why().contains("belongs to nobody"), refused.problem().why());
  }

  /// Handles run out for a moment on every machine; commands must find this Mooring afterwards.
  @Test
  void aFailedAcceptIsNotTheEnd() throws Exception {
    SocketDirectory directory = directory();
    directory.make();
    AtomicInteger failures = new AtomicInteger(5);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(directory.socket(ID)));
      ControlSocket.Door flaky =
          () -> {
            if (failures.getAndDecrement() > 0) {
              throw new IOException("Too many open files");
            }
            return server.accept();
          };
      try (ControlSocket ignored =
          ControlSocket.over(directory.socket(ID), ID, new Echo(), server, flaky)) {
        Moorings moorings = new Moorings(directory);
        Mooring mooring = moorings.look().window().orElseThrow();
        assertEquals(1, moorings.ask(mooring, Request.open("a link")).entries().size());
        assertTrue(failures.get() < 0);
      }
    }
  }

  @Test
  void aLinkInPlaceOfTheDirectoryIsRefused() throws IOException {
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(home.resolve("run"), elsewhere);
    SocketDirectory directory = SocketDirectory.at(link);
    assertThrows(
        MooringException.class, () -> ControlSocket.listen(directory, ID, new Echo()).close());
    assertEquals(List.of(), directory.sockets());
  }

  @Test
  void aPathTooLongForASocketGetsAShortOneOfItsOwn() {
    Path deep = home.resolve("a".repeat(120));
    SocketDirectory directory = SocketDirectory.at(deep, Path.of("/tmp"));
    assertTrue(directory.socket(4_194_304_000L).toString().length() <= 103);
    assertEquals(directory.path(), SocketDirectory.at(deep, Path.of("/tmp")).path());
    assertFalse(
        directory.path().equals(SocketDirectory.at(deep.resolve("b"), Path.of("/tmp")).path()));
  }

  @Test
  void whatTheDeadLeftIsRemoved() throws Exception {
    SocketDirectory directory = directory();
    directory.make();
    Path stale = directory.socket(ID);
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(stale));
    }
    assertTrue(Files.exists(stale));
    Found found = new Moorings(directory).look();
    assertEquals(new Found(List.of(), List.of()), found);
    assertFalse(Files.exists(stale));
  }

  @Test
  void aHungMooringIsAProblemAndHidesNoOther() throws Exception {
    SocketDirectory directory = directory();
    try (ControlSocket ignored = ControlSocket.listen(directory, ID, new Echo());
        ServerSocketChannel hung = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      hung.bind(UnixDomainSocketAddress.of(directory.socket(ID + 1)));
      Found found = new Moorings(directory, Duration.ofSeconds(2)).look();
      assertEquals(List.of(ID), found.moorings().stream().map(Mooring::pid).toList());
      Problem problem = found.silent().getFirst();
      assertTrue(problem.what().contains("pid " + (ID + 1)), problem.toString());
      assertTrue(problem.why().contains("might be suspended"), problem.toString());
    }
  }

  @Test
  void hostileRequestsAreRefusedAndHarmNobody() throws Exception {
    SocketDirectory directory = directory();
    try (ControlSocket ignored = ControlSocket.listen(directory, ID, new Echo())) {
      assertEquals("", say(directory, "not json\n"));
      assertEquals("", say(directory, "[1, 2]\n"));
      assertEquals("", say(directory, "[".repeat(100_000) + "\n"));
      assertEquals("", say(directory, "x".repeat(LineChannel.LONGEST * 2)));
      assertTrue(say(directory, "{}\n").contains("version 0"));
      assertTrue(say(directory, "{\"mooring\": 2, \"verb\": \"list\"}\n").contains("version 2"));
      String unknown = say(directory, "{\"mooring\": 1, \"verb\": \"shutdown -h\"}\n");
      assertTrue(unknown.contains("know the request"), unknown);
      assertFalse(unknown.contains("shutdown"), unknown);
      List<Map<String, String>> many = new ArrayList<>();
      for (int i = 0; i < 1001; i++) {
        many.add(Map.of("name", "a"));
      }
      MooringException refused =
          assertThrows(
              MooringException.class,
              () -> new Request(Verb.STOP, Document.of(Map.of("forwards", many))).forwards());
      assertTrue(refused.problem().why().contains("1000"));
      assertTrue(new Moorings(directory).look().window().isPresent());
    }
  }

  @Test
  void onesThatSayNothingDoNotKeepOthersOut() throws Exception {
    SocketDirectory directory = directory();
    List<SocketChannel> idle = new ArrayList<>();
    try (ControlSocket ignored = ControlSocket.listen(directory, ID, new Echo())) {
      for (int i = 0; i < 40; i++) {
        idle.add(SocketChannel.open(UnixDomainSocketAddress.of(directory.socket(ID))));
      }
      // They are sent away when their time is over.
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> new Moorings(directory).look().window().isPresent());
    } finally {
      for (SocketChannel each : idle) {
        each.close();
      }
    }
  }

  @Test
  void whoGoesAwayEndsWhatWasDoneForHim() throws Exception {
    SocketDirectory directory = directory();
    Echo echo = new Echo();
    try (ControlSocket ignored = ControlSocket.listen(directory, ID, echo)) {
      try (SocketChannel channel =
          SocketChannel.open(UnixDomainSocketAddress.of(directory.socket(ID)))) {
        write(channel, "{\"mooring\": 1, \"verb\": \"logs\"}\n");
        assertTrue(echo.asked.await(30, TimeUnit.SECONDS));
      }
      assertTrue(echo.interrupted.await(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void closingEndsWhoIsListening() throws Exception {
    SocketDirectory directory = directory();
    Echo echo = new Echo();
    ControlSocket socket = ControlSocket.listen(directory, ID, echo);
    Moorings moorings = new Moorings(directory);
    Mooring mooring = moorings.look().window().orElseThrow();
    CountDownLatch told = new CountDownLatch(1);
    Thread asking =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    moorings.ask(mooring, Request.of(Verb.LOGS));
                  } catch (MooringException e) {
                    told.countDown();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    assertTrue(echo.asked.await(30, TimeUnit.SECONDS));
    socket.close();
    assertTrue(told.await(30, TimeUnit.SECONDS));
    asking.join();
  }

  @Test
  void oneWindowHoldsTheLockUntilItEnds() {
    SocketDirectory directory = directory();
    WindowLock first = WindowLock.take(directory).orElseThrow();
    assertTrue(WindowLock.take(directory).isEmpty());
    first.close();
    WindowLock.take(directory).orElseThrow().close();
  }

  private SocketDirectory directory() {
    return SocketDirectory.at(home.resolve("run"));
  }

  /// Everything but the pulse.
  private static String say(SocketDirectory directory, String text) throws IOException {
    try (SocketChannel channel =
        SocketChannel.open(UnixDomainSocketAddress.of(directory.socket(ID)))) {
      write(channel, text);
      StringBuilder answer = new StringBuilder();
      ByteBuffer buffer = ByteBuffer.allocate(4096);
      while (channel.read(buffer) >= 0) {
        answer.append(UTF_8.decode(buffer.flip()));
        buffer.clear();
      }
      return answer.toString().replace("{}\n", "");
    } catch (IOException e) {
      // Cut off in mid-sentence.
      return "";
    }
  }

  private static void write(SocketChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
