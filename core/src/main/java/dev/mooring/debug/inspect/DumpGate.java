package dev.mooring.debug.inspect;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.FilterStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ways to a Delve, on which nobody asks for its state while it writes a core file.
///
/// Up to 1.27.2 at least, Delve never gives back the lock on a dump's progress when it is asked for
/// its state without blocking meanwhile (`Debugger.State`). The dump then never ends, and the
/// program stands still for good. Such a question is held back until the file is written, whoever
/// asks it, and whoever ordered the file. Thread-safe.
public final class DumpGate implements Dialer {
  private static final Logger LOG = LoggerFactory.getLogger(DumpGate.class);
  private static final Duration CALL = Duration.ofSeconds(5);
  private static final Duration STEP = Duration.ofMillis(200);

  /// For questions that are under way, also Delve's own to itself after a stop.
  private static final Duration GRACE = Duration.ofMillis(150);

  private static final int SILENCES = 6;
  private static final Duration MOST = Duration.ofMinutes(10);

  private final Dialer delve;
  private boolean closed;

  /// @param delve leads to Delve
  public DumpGate(Dialer delve) {
    this.delve = delve;
  }

  @Override
  public ByteStream dial() throws InterruptedException {
    return new Guarded(delve.dial());
  }

  private synchronized boolean begin() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  private synchronized void open() {
    closed = false;
    notifyAll();
  }

  private synchronized void awaitOpen() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + MOST.toNanos();
    while (closed) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new IOException("Delve is still writing a core file");
      }
      wait(left);
    }
  }

  /// Opens when Delve says that the file is written; asking that does no harm.
  private void follow(CountDownLatch ordered) {
    try (DelveConnections own = new DelveConnections(delve)) {
      if (!ordered.await(CALL.toSeconds(), TimeUnit.SECONDS)) {
        LOG.debug("the order to write a core file was not answered");
      }
      int silences = 0;
      boolean writes = true;
      while (writes && silences < SILENCES) {
        try {
          // The question itself waits a while.
          writes = writes(own);
          silences = 0;
        } catch (MooringException e) {
          LOG.debug("Delve did not say whether it still writes: {}", e.problem());
          silences++;
          Thread.sleep(STEP);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open();
    }
  }

  private static boolean writes(DelveConnections own) throws InterruptedException {
    return own.query()
        .call("DumpWait", Map.of("Wait", STEP.toMillis()), CALL)
        .at("State", "Dumping")
        .isTrue();
  }

  private final class Guarded extends FilterStream {
    private final JsonPieces asked = new JsonPieces(this::read);
    private final CountDownLatch ordered = new CountDownLatch(1);
    private boolean state;
    private boolean dump;
    private volatile boolean waiting;

    Guarded(ByteStream stream) {
      super(stream);
    }

    private void read(byte[] piece) {
      try {
        Document request = Documents.json(piece, "a message to Delve");
        switch (request.at("method").textOrEmpty()) {
          case "RPCServer.State" -> state = true;
          case "RPCServer.DumpStart" -> dump = true;
          default -> {
            // It does no harm.
          }
        }
      } catch (MooringException e) {
        LOG.trace("not JSON, as Delve will say", e);
      }
    }

    @Override
    protected void write(OutputStream output, byte[] bytes, int offset, int length)
        throws IOException {
      asked.feed(bytes, offset, length);
      pass();
      output.write(bytes, offset, length);
    }

    private void pass() throws IOException {
      try {
        if (state) {
          state = false;
          awaitOpen();
        }
        if (dump) {
          dump = false;
          order();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }

    private void order() throws InterruptedException {
      if (begin()) {
        try {
          Thread.sleep(GRACE);
        } catch (InterruptedException e) {
          open();
          throw e;
        }
        waiting = true;
        Thread.ofVirtual().name("dump-gate").start(() -> follow(ordered));
      }
    }

    @Override
    protected int read(InputStream input, byte[] bytes, int offset, int length) throws IOException {
      int read = input.read(bytes, offset, length);
      if (waiting && read != 0) {
        waiting = false;
        ordered.countDown();
      }
      return read;
    }
  }
}
