package dev.mooring.forward.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.platform.AnotherUser;
import dev.mooring.platform.PeerOwner;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.Dialer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class GuardTest {
  private final List<Problem> told = new CopyOnWriteArrayList<>();
  private final AtomicInteger dialled = new AtomicInteger();
  private final Dialer echo =
      () -> {
        dialled.incrementAndGet();
        return new LoopbackListenerTest.Echo();
      };

  @Test
  void theOwnerIsServed() throws Exception {
    try (LoopbackListener listener = listen(Guard.users(LocalUsers.owner(), told::add))) {
      assertEquals(7, ask(listener));
    }
    assertEquals(List.of(), told);
  }

  @Test
  void anotherUserIsResetBeforeAStreamIsDialledAndNamedOnce() throws Exception {
    AnotherUser.isNeeded();
    try (LoopbackListener listener = listen(Guard.users(LocalUsers.owner(), told::add))) {
      for (String address : List.of("127.0.0.1", "::1", "127.0.0.1")) {
        String said =
            AnotherUser.output(
                "exec 3<>/dev/tcp/%s/%d; echo hello >&3; cat <&3"
                    .formatted(address, listener.port()));
        assertFalse(said.contains("hello"), said);
        assertTrue(said.contains("reset"), said);
      }
    }
    assertEquals(0, dialled.get());
    assertEquals(1, told.size());
    assertEquals(Code.LOCAL_USER_REFUSED, told.getFirst().code());
    assertTrue(told.getFirst().what().endsWith("from user nobody"), told.getFirst().what());
  }

  @Test
  void whoHasLeftAlreadyCausesNoStream() throws Exception {
    LocalUsers gone = new LocalUsers((peer, local) -> new PeerOwner.Gone(), () -> true);
    try (LoopbackListener listener = listen(Guard.users(gone, told::add))) {
      assertThrows(IOException.class, () -> ask(listener));
    }
    assertEquals(0, dialled.get());
    assertEquals(List.of(), told);
  }

  @Test
  void whereTheSystemCannotTellTheSettingDecidesAndItIsSaidOnce() throws Exception {
    AtomicBoolean allowed = new AtomicBoolean();
    LocalUsers unknown =
        new LocalUsers((peer, local) -> new PeerOwner.Unknown("it is mute"), allowed::get);
    try (LoopbackListener listener = listen(Guard.users(unknown, told::add))) {
      assertThrows(IOException.class, () -> ask(listener));
      assertThrows(IOException.class, () -> ask(listener));
      assertEquals(0, dialled.get());
      assertEquals(1, told.size());
      assertEquals(Code.LOCAL_USER_UNKNOWN, told.getFirst().code());
      assertTrue(told.getFirst().why().contains("it is mute"));
      Remedy.Setting remedy = (Remedy.Setting) told.getFirst().remedy();
      assertEquals(LocalUsers.SETTING, remedy.key());
      allowed.set(true);
      assertEquals(7, ask(listener));
      assertEquals(7, ask(listener));
      assertEquals(2, told.size());
      assertTrue(told.getLast().what().contains("accepts connections from any user"));
    }
  }

  private LoopbackListener listen(Guard guard) throws InterruptedException {
    return LoopbackListener.listen(List.of(), 0, guard, echo, ignored -> {});
  }

  private static int ask(LoopbackListener listener) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      socket.getOutputStream().write(7);
      return socket.getInputStream().read();
    }
  }
}
