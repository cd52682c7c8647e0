package dev.mooring.tunnel.spdy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.mooring.tunnel.connection.Wire;
import dev.mooring.tunnel.flow.Timing;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

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
