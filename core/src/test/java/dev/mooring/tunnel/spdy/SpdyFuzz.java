package dev.mooring.tunnel.spdy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.connection.Wire;
import dev.mooring.tunnel.flow.Timing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Whatever the API server sends, a tunnel ends with its connection, and its stream with it.
public final class SpdyFuzz implements FuzzTarget {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public void feed(byte[] input) throws Exception {
    try (Spdy spdy = new Spdy()) {
      spdy.headers(input);
    } catch (IOException e) {
      // They are none.
    }
    Far far = new Far(input);
    SpdyTunnel tunnel = new SpdyTunnel(far, "pod", Timing.DEFAULT, () -> true, new Alone());
    tunnel.reserve();
    Thread opening =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (SpdyStream stream = tunnel.open(new PodPort("ns", "pod", 80))) {
                    stream.input().readAllBytes();
                  } catch (IOException e) {
                    // The tunnel has ended.
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    tunnel.start();
    assertTrue(opening.join(LIMIT), "a stream that does not end with its tunnel");
    tunnel.awaitEnd(LIMIT);
    assertTrue(tunnel.over(), "a tunnel that does not end with its connection");
  }

  /// The API server, which answers once it was asked.
  private static final class Far implements Wire {
    private final ByteArrayInputStream said;
    private final CountDownLatch asked = new CountDownLatch(1);

    Far(byte[] said) {
      this.said = new ByteArrayInputStream(said);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        asked.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
      return said.read(target, offset, length);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      asked.countDown();
    }

    @Override
    public void writeOwed() {}

    @Override
    public void onOwed(Runnable wake) {}

    @Override
    public void writeEnd() {}

    @Override
    public void abort() {
      asked.countDown();
    }
  }

  static final class Alone implements TunnelPool {
    @Override
    public boolean isSurplus(SpdyTunnel tunnel) {
      return false;
    }

    @Override
    public boolean isWatcher(SpdyTunnel tunnel) {
      return false;
    }

    @Override
    public void ended(SpdyTunnel tunnel) {}

    @Override
    public void left(long life, long bytes) {}
  }

  @Override
  public List<byte[]> seeds() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (Spdy far = new Spdy()) {
      all.writeBytes(far.synReply(1));
      all.writeBytes(far.synReply(3));
    }
    all.writeBytes(Spdy.dataHead(3, 0, 5));
    all.writeBytes("hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    all.writeBytes(Spdy.ping(2));
    all.writeBytes(Spdy.ping(1));
    all.writeBytes(Spdy.dataHead(1, Spdy.FIN, 0));
    all.writeBytes(Spdy.reset(3, Spdy.CANCEL));
    byte[] opening;
    try (Spdy near = new Spdy()) {
      opening = near.openPair(1, 3, 80, 0);
    }
    byte[] block = java.util.Arrays.copyOfRange(opening, Spdy.HEAD, opening.length / 2);
    return List.of(all.toByteArray(), opening, block, new byte[] {1, 2, 3});
  }
}
