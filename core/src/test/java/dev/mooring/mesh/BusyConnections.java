package dev.mooring.mesh;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Fifty applications at one local port, each with a request under way at any time: a few on a
/// connection, then the next connection.
final class BusyConnections implements AutoCloseable {
  private static final int COUNT = 50;
  private static final int REQUESTS = 4;

  /// One request and its answer.
  @FunctionalInterface
  interface Exchange {
    /// @throws AssertionError when the answer is not the right one
    void on(Socket socket) throws IOException;
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicIntegerArray served = new AtomicIntegerArray(COUNT);
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private volatile boolean over;

  BusyConnections(int port, Exchange exchange) {
    for (int i = 0; i < COUNT; i++) {
      int worker = i;
      threads.execute(() -> work(port, exchange, worker));
    }
  }

  /// What went wrong so far.
  List<Throwable> failures() {
    return List.copyOf(failures);
  }

  /// Until every application has been served on two more connections, so that one of them began
  /// after now; or something failed.
  void awaitNewConnections() {
    int[] before = new int[COUNT];
    for (int i = 0; i < COUNT; i++) {
      before[i] = served.get(i);
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              for (int i = 0; i < COUNT; i++) {
                if (served.get(i) < before[i] + 2) {
                  return !failures.isEmpty();
                }
              }
              return true;
            });
  }

  private void work(int port, Exchange exchange, int worker) {
    while (!over) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(20_000);
        for (int i = 0; i < REQUESTS; i++) {
          exchange.on(socket);
        }
        served.incrementAndGet(worker);
      } catch (IOException | AssertionError e) {
        if (!over) {
          failures.add(e);
          return;
        }
      }
    }
  }

  /// Lets the present requests end.
  @Override
  public void close() {
    over = true;
    threads.close();
  }
}
