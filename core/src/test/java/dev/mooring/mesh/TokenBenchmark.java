package dev.mooring.mesh;

import com.sun.management.OperatingSystemMXBean;
import dev.mooring.forward.listener.Guard;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.forward.listener.LoopbackListener;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a token with each request costs: the same way to a registry's proxy with it and without, in
/// turns of one run. Prints ratios, never judges. `-Dbench.mib=128 -Dbench.rounds=3` makes it
/// short.
@Tag("bench")
class TokenBenchmark {
  private static final long SIZE = Long.getLong("bench.mib", 512) << 20;
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 6);
  private static final int REQUESTS = 10_000;

  private static final RegistryDoor REGISTRY =
      new RegistryDoor(
          "kube-registry",
          "kube-registry",
          5000,
          new ServiceAccount("dev-ana", "mooring"),
          "mooring-registry");

  @FunctionalInterface
  private interface Work {
    void through(int port) throws IOException;
  }

  @Test
  void besideTheSameWayWithoutIt() throws Exception {
    FakeMesh mesh = new FakeMesh();
    IssuedTokens tokens = new IssuedTokens();
    mesh.tokens = tokens::issue;
    mesh.authorities = TestAuthority.pem(mesh.authority.root());
    Guard bare = Guard.registry(LocalUsers.owner(), "", problem -> {});
    try (PlainServer server =
            new PlainServer(
                TokenDoor.listening(
                    mesh.authority,
                    Instant.now().plusSeconds(3600),
                    TestAuthority.dns(TokenDoor.NAME)));
        DoorAccess access =
            new DoorAccess(REGISTRY, mesh.cluster(), mesh.tunnels(), problem -> {})) {
      mesh.registryPod(server.port());
      Lane lane = access.lanes().getFirst();
      try (lane) {
        lane.look();
        try (LoopbackListener without = listen(bare, lane);
            LoopbackListener with = listen(access.guard(bare), lane)) {
          compare("push", port -> PlainServer.push(port, SIZE), without, with, SIZE);
          compare("pull", port -> PlainServer.pull(port, SIZE), without, with, SIZE);
          compare("requests", TokenBenchmark::requests, without, with, REQUESTS);
        }
      }
    }
  }

  private static LoopbackListener listen(Guard guard, Lane lane) throws InterruptedException {
    return LoopbackListener.listen(
        List.of(InetAddress.getLoopbackAddress()),
        0,
        guard,
        lane::dial,
        failure -> System.out.println(failure.problem()));
  }

  private static void requests(int port) throws IOException {
    byte[] request =
        "GET /0 HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    int answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".length();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      for (int i = 0; i < REQUESTS; i++) {
        socket.getOutputStream().write(request);
        in.readNBytes(answer);
      }
    }
  }

  private static void compare(
      String what, Work work, LoopbackListener without, LoopbackListener with, long amount)
      throws IOException {
    List<Cost> bare = new ArrayList<>();
    List<Cost> shown = new ArrayList<>();
    for (int i = -2; i < ROUNDS; i++) {
      boolean first = i % 2 == 0;
      Cost one = cost(work, first ? without : with);
      Cost two = cost(work, first ? with : without);
      if (i >= 0) {
        bare.add(first ? one : two);
        shown.add(first ? two : one);
      }
    }
    double time = least(shown, Cost::seconds);
    System.out.printf(
        Locale.ROOT,
        "%-8s with a token %.3f times the time and %.3f times the processor (%s a second)%n",
        what,
        time / least(bare, Cost::seconds),
        least(shown, Cost::processor) / least(bare, Cost::processor),
        amount > 1 << 20
            ? "%.0f MiB".formatted(amount / time / (1 << 20))
            : "%.0f requests".formatted(amount / time));
  }

  /// @param processor of the whole process: client, port and server
  private record Cost(double seconds, double processor) {}

  private static Cost cost(Work work, LoopbackListener listener) throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long busy = system.getProcessCpuTime();
    long start = System.nanoTime();
    work.through(listener.port());
    return new Cost((System.nanoTime() - start) / 1e9, (system.getProcessCpuTime() - busy) / 1e9);
  }

  /// The least disturbed of the rounds: other programs of the machine only ever take time.
  private static double least(List<Cost> all, ToDoubleFunction<Cost> of) {
    return all.stream().mapToDouble(of).min().orElseThrow();
  }
}
