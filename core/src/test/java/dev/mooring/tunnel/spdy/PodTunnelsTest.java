package dev.mooring.tunnel.spdy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.mooring.tunnel.connection.Wire;
import dev.mooring.tunnel.flow.Timing;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PodTunnelsTest {
  @Test
  void aTunnelThatEndedIsForgottenWithItsBuffersAlthoughNobodyAsksForThePodAgain()
      throws Exception {
    List<Silent> wires = new ArrayList<>();
    PodTunnels tunnels =
        new PodTunnels(
            "shop/api-0",
            Timing.DEFAULT,
            pool -> {
              Silent wire = new Silent();
              wires.add(wire);
              SpdyTunnel tunnel =
                  new SpdyTunnel(wire, "shop/api-0", Timing.DEFAULT, () -> true, pool);
              tunnel.start();
              return tunnel;
            });
    WeakReference<SpdyTunnel> tunnel = new WeakReference<>(tunnels.place());
    assertEquals(1, wires.size());
    wires.removeFirst().abort();
    Awaitility.await()
        .untilAsserted(
            () -> {
              System.gc();
              assertNull(tunnel.get());
            });
  }

  @Test
  void inARushNobodyWaitsForAnotherTunnelWhereOneCanBeShared() throws Exception {
    CountDownLatch first = new CountDownLatch(0);
    PodTunnels tunnels = withOneTunnel(first);
    SpdyTunnel only = tunnels.place();
    for (int i = 0; i < 32; i++) {
      tunnels.left(1, 1);
    }
    for (int i = 0; i < 60; i++) {
      assertEquals(only, tunnels.place());
    }
    tunnels.close();
  }

  @Test
  void whereMoreWaitThanShareATunnelTheRestDoesNotWaitForAnother() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    PodTunnels tunnels = withOneTunnel(first);
    AtomicInteger placed = new AtomicInteger();
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      waiting.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      tunnels.place();
                      placed.incrementAndGet();
                    } catch (IOException | InterruptedException e) {
                      // Closed below.
                    }
                  }));
    }
    Awaitility.await()
        .until(
            () -> waiting.stream().allMatch(each -> each.getState() == Thread.State.TIMED_WAITING));
    first.countDown();
    Awaitility.await().until(() -> placed.get() >= 40);
    waiting.forEach(Thread::interrupt);
    tunnels.close();
  }

  /// Tunnels of which the second is always about to come, for which they would wait an hour.
  private static PodTunnels withOneTunnel(CountDownLatch first) {
    AtomicInteger opened = new AtomicInteger();
    return new PodTunnels(
        "shop/api-0",
        Timing.DEFAULT,
        pool -> {
          if (opened.getAndIncrement() > 0) {
            new CountDownLatch(1).await();
          }
          first.await();
          SpdyTunnel tunnel =
              new SpdyTunnel(new Silent(), "shop/api-0", Timing.DEFAULT, () -> true, pool);
          tunnel.start();
          return tunnel;
        },
        Duration.ofHours(1));
  }

  /// A connection on which nothing comes.
  private static final class Silent implements Wire {
    private final CountDownLatch aborted = new CountDownLatch(1);

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        aborted.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IOException("cut");
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {}

    @Override
    public void writeOwed() {}

    @Override
    public void onOwed(Runnable wake) {}

    @Override
    public void writeEnd() {}

    @Override
    public void abort() {
      aborted.countDown();
    }
  }
}
