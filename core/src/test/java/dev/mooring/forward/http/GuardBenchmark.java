package dev.mooring.forward.http;

import dev.mooring.forward.listener.Guard;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.forward.listener.LoopbackListener;
import dev.mooring.forward.listener.LoopbackListenerTest;
import dev.mooring.tunnel.ByteStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What asking for a connection's owner, and judging its requests, adds to a new connection, and
/// to a byte.
@Tag("bench")
final class GuardBenchmark {
  private static final int ROUNDS = 3000;
  private static final byte[] REQUEST =
      "GET /v2/ HTTP/1.1\r\nHost: localhost:5000\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @Test
  void newConnections() throws Exception {
    Guard users = Guard.users(LocalUsers.owner(), problem -> {});
    Guard registry = Guard.registry(LocalUsers.owner(), "", problem -> {});
    try (LoopbackListener open = listen(Guard.none());
        LoopbackListener owned = listen(users);
        LoopbackListener judged = listen(registry)) {
      double[][] all = new double[3][ROUNDS];
      List<LoopbackListener> listeners = List.of(open, owned, judged);
      for (int i = -500; i < ROUNDS; i++) {
        for (int l = 0; l < 3; l++) {
          double took = ask(listeners.get((l + i + 600) % 3));
          if (i >= 0) {
            all[(l + i + 600) % 3][i] = took;
          }
        }
      }
      print("open", all[0]);
      print("owner asked", all[1]);
      print("owner asked, requests judged", all[2]);
    }
  }

  @Test
  void bytesOfABody() throws Exception {
    byte[] piece = new byte[64 * 1024];
    byte[] head =
        "PUT /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 17179869184\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    RequestJudge judge =
        new RequestJudge(
            new Hosts(""),
            null,
            new RequestJudge.Listener() {
              @Override
              public void began(RequestHead request, Authorization.Shown shown) {}

              @Override
              public void ended() {}
            });
    judge.judge(head, 0, head.length, new ByteArrayOutputStream());
    long from = System.nanoTime();
    for (int i = 0; i < 262_144; i++) {
      judge.judge(piece, 0, piece.length, OutputStream.nullOutputStream());
    }
    System.out.printf(
        "figure: judging 16 GiB of a body took %.1f ms%n", (System.nanoTime() - from) / 1e6);
  }

  private static LoopbackListener listen(Guard guard) throws InterruptedException {
    return LoopbackListener.listen(List.of(), 0, guard, GuardBenchmark::echo, problem -> {});
  }

  private static ByteStream echo() {
    return new LoopbackListenerTest.Echo();
  }

  private static double ask(LoopbackListener listener) throws Exception {
    long from = System.nanoTime();
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), listener.port())) {
      socket.getOutputStream().write(REQUEST);
      socket.getInputStream().readNBytes(REQUEST.length);
      return (System.nanoTime() - from) / 1e6;
    }
  }

  private static void print(String what, double[] took) {
    Arrays.sort(took);
    System.out.printf(
        "figure: new connection, %s: p50 %.3f ms, p95 %.3f ms%n",
        what, took[ROUNDS / 2], took[ROUNDS * 95 / 100]);
  }
}
