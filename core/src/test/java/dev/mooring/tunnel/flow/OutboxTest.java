package dev.mooring.tunnel.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.tunnel.connection.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final byte[] PIECE = new byte[64 * 1024];
  private static final byte[] HEAD = new byte[8];

  @Test
  void uploadsThatStandStillKeepLittleOnceThereAreMany() throws Exception {
    Backlog backlog = new Backlog(4 << 20);
    List<Outbox> all = new ArrayList<>();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Outbox outbox = new Outbox(new Kept(), backlog);
      all.add(outbox);
      Thread writer = Thread.ofVirtual().start(() -> appendForEver(outbox));
      writers.add(writer);
      Awaitility.await().until(() -> writer.getState() == Thread.State.WAITING);
    }
    long most = (4 << 20) + 40 * 256 * 1024;
    assertTrue(backlog.waiting() < most, () -> "waiting: " + backlog.waiting());
    for (Outbox each : all) {
      each.fail(new IOException("the test is over"));
      each.run();
    }
    for (Thread each : writers) {
      each.join();
    }
    assertEquals(0, backlog.waiting());
  }

  private static void appendForEver(Outbox outbox) {
    try {
      while (true) {
        outbox.append(HEAD, PIECE, 0, PIECE.length);
      }
    } catch (IOException e) {
      // As it ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatIsAppendedLeavesWholeAndInOrder() throws Exception {
    byte[] bytes = new byte[3 << 20];
    new Random(4).nextBytes(bytes);
    Kept wire = new Kept();
    Outbox outbox = new Outbox(wire, new Backlog(1 << 20));
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    outbox.run();
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    int sent = 0;
    Random random = new Random(6);
    while (sent < bytes.length) {
      int length = Math.min(1 + random.nextInt(1 << random.nextInt(17)), bytes.length - sent);
      outbox.append(new byte[0], bytes, sent, length);
      sent += length;
    }
    outbox.finish();
    writer.join();
    assertArrayEquals(bytes, wire.written.toByteArray());
  }

  @Test
  void aFrameThatWillNotBeSentIsNotMade() throws Exception {
    Outbox outbox = new Outbox(new Kept(), new Backlog(64 << 20));
    byte[] large = new byte[5 << 20];
    outbox.control(() -> large);
    outbox.control(() -> large);
    assertThrows(
        IOException.class,
        () ->
            outbox.control(
                () -> {
                  throw new IllegalStateException("a stream would stay in the table");
                }));
    outbox.fail(new IOException("the test is over"));
    outbox.run();
  }

  @Test
  void whatAnUploadNeededIsGivenBackAMomentAfterIt() throws Exception {
    byte[] bytes = new byte[1 << 20];
    new Random(5).nextBytes(bytes);
    Kept wire = new Kept();
    Backlog backlog = new Backlog(4 << 20);
    Outbox outbox = new Outbox(wire, backlog);
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    outbox.run();
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    outbox.append(new byte[0], bytes, 0, bytes.length / 2);
    assertTrue(backlog.waiting() > 0);
    Awaitility.await().until(() -> backlog.waiting() == 0);
    outbox.append(new byte[0], bytes, bytes.length / 2, bytes.length / 2);
    outbox.finish();
    writer.join();
    assertArrayEquals(bytes, wire.written.toByteArray());
  }

  /// Keeps what is written.
  private static final class Kept implements Wire {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Override
    public int read(byte[] target, int offset, int length) {
      return -1;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      written.write(buffer, offset, length);
    }

    @Override
    public void writeOwed() {}

    @Override
    public void onOwed(Runnable wake) {}

    @Override
    public void writeEnd() {}

    @Override
    public void abort() {}
  }
}
