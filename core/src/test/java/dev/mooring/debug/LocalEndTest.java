package dev.mooring.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.forward.LocalUsers;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LocalEndTest {
  private static final String WORKLOAD = "kind/shop/Deployment/hello/app";
  private final List<String> told = new ArrayList<>();
  private final Progress progress =
      new Progress() {
        @Override
        public void step(String sentence) {
          told.add(sentence);
        }

        @Override
        public void advance(String part, long done, long total, Unit unit) {}
      };

  @Test
  void aWorkloadHasTheSamePortInEachSession() throws Exception {
    int first = port(WORKLOAD);
    assertEquals(first, port(WORKLOAD));
    assertNotEquals(first, port("kind/shop/Deployment/hello/worker"));
    assertNotEquals(first, port("other/shop/Deployment/hello/app"));
    assertEquals(List.of(), told);
  }

  @Test
  void whereItsPortIsTakenTheNextIsUsedWithAWord() throws Exception {
    try (LocalEnd first = open(0);
        LocalEnd second = open(0)) {
      assertEquals(first.address().getPort() + 1, second.address().getPort());
      assertEquals(1, told.size());
      assertTrue(told.getFirst().contains("port " + first.address().getPort()), told::toString);
    }
  }

  @Test
  void aWantedPortThatIsTakenIsAProblemAndNoOtherIsUsed() throws Exception {
    try (LocalEnd first = open(0)) {
      MooringException refused =
          assertThrows(MooringException.class, () -> open(first.address().getPort()).close());
      assertEquals(Code.PORT_TAKEN, refused.problem().code());
    }
  }

  @Test
  void portsThatDoNotExistAreRefusedBeforeAnythingIsDone() {
    for (int port : List.of(-1, 65_536, 70_000)) {
      assertEquals(
          Code.INVALID_PORT,
          assertThrows(MooringException.class, () -> new DebugOptions("", port, ""))
              .problem()
              .code());
    }
  }

  @Test
  void whoConnectsBeforeDelveIsAttachedGetsNothing() throws Exception {
    try (LocalEnd end = open(0);
        Socket early = new Socket(end.address().getAddress(), end.address().getPort())) {
      early.setSoTimeout(5000);
      assertEquals(-1, readOrReset(early));
    }
  }

  private static int readOrReset(Socket socket) {
    try {
      return socket.getInputStream().read();
    } catch (IOException e) {
      return e instanceof java.net.SocketTimeoutException ? 0 : -1;
    }
  }

  private int port(String workload) throws InterruptedException {
    try (LocalEnd end = LocalEnd.open(0, workload, LocalUsers.owner(), progress)) {
      return end.address().getPort();
    }
  }

  private LocalEnd open(int port) throws InterruptedException {
    return LocalEnd.open(port, WORKLOAD, LocalUsers.owner(), progress);
  }
}
