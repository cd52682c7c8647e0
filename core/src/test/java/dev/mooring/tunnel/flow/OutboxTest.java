package dev.mooring.tunnel.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.tunnel.connection.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
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

  @Test
  void halfAMebibyteFillsItAndShortFramesPassWhereLongOnesWait() throws Exception {
    Outbox outbox = new Outbox(new Kept(), new Backlog(64 << 20));
    for (int length : new int[] {200 * 1024, 256 * 1024, 56 * 1024}) {
      assertTrue(appending(outbox, length - HEAD.length).join(Duration.ofSeconds(10)));
    }
    for (int i = 0; i < 15; i++) {
      assertTrue(appending(outbox, 4096 - HEAD.length).join(Duration.ofSeconds(10)));
    }
    Thread longer = appending(outbox, 4097 - HEAD.length);
    Awaitility.await().until(() -> longer.getState() == Thread.State.WAITING);
    Thread shorter = appending(outbox, 4096 - HEAD.length - HEAD.length);
    assertTrue(shorter.join(Duration.ofSeconds(10)));
    Thread one = appending(outbox, 1);
    Awaitility.await().until(() -> one.getState() == Thread.State.WAITING);
    outbox.fail(new IOException("the test is over"));
    assertTrue(longer.join(Duration.ofSeconds(10)));
    assertTrue(one.join(Duration.ofSeconds(10)));
  }

  private static Thread appending(Outbox outbox, int length) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                outbox.append(HEAD, new byte[length], 0, length);
              } catch (IOException e) {
                // As it ends.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @Test
  void whoWaitsForRoomGoesOnOnceTheBatchIsOnItsWay() throws Exception {
    Kept wire = new Kept();
    Outbox outbox = new Outbox(wire, new Backlog(64 << 20));
    outbox.append(HEAD, new byte[600 * 1024], 0, 600 * 1024);
    Thread waiting = appending(outbox, 8000);
    Awaitility.await().until(() -> waiting.getState() == Thread.State.WAITING);
    Thread writer = writing(outbox);
    assertTrue(waiting.join(Duration.ofSeconds(10)));
    outbox.finish();
    assertTrue(writer.join(Duration.ofSeconds(10)));
    assertEquals(600 * 1024 + 8000 + 2 * HEAD.length, wire.written.size());
  }

  private static Thread writing(Outbox outbox) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                outbox.run();
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  @Test
  void theHeadStandsBeforeItsContentAndTheEndAfterAll() throws Exception {
    Kept wire = new Kept();
    Outbox outbox = new Outbox(wire, new Backlog(1 << 20));
    outbox.append(new byte[] {1, 2}, new byte[] {9, 3, 4, 9}, 1, 2);
    outbox.control(() -> new byte[] {5, 6});
    outbox.finish();
    outbox.run();
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6}, wire.written.toByteArray());
    assertEquals(List.of("write 6", "end"), wire.calls);
  }

  @Test
  void whatTheProtocolOwesIsSentFirstAndOnceAndIsNoReasonToEnd() throws Exception {
    Kept wire = new Kept();
    Outbox outbox = new Outbox(wire, new Backlog(1 << 20));
    Thread writer = writing(outbox);
    wire.wake.run();
    Awaitility.await().until(() -> List.copyOf(wire.calls).equals(List.of("owed")));
    outbox.append(HEAD, PIECE, 0, 8);
    Awaitility.await().until(() -> List.copyOf(wire.calls).equals(List.of("owed", "write 16")));
    outbox.finish();
    assertTrue(writer.join(Duration.ofSeconds(10)));
    assertEquals(List.of("owed", "write 16", "end"), wire.calls);

    Outbox both = new Outbox(wire, new Backlog(1 << 20));
    both.append(HEAD, PIECE, 0, 1);
    wire.wake.run();
    both.finish();
    both.run();
    assertEquals(List.of("owed", "write 9", "end"), wire.calls.subList(3, 6));
  }

  @Test
  void nothingIsTakenOnceItEndsAndTheFirstReasonIsTold() throws Exception {
    Kept wire = new Kept();
    Outbox finished = new Outbox(wire, new Backlog(1 << 20));
    finished.finish();
    assertThrows(IOException.class, () -> finished.append(HEAD, PIECE, 0, 1));
    assertThrows(IOException.class, () -> finished.control(() -> HEAD));
    finished.run();

    Backlog backlog = new Backlog(1 << 20);
    Outbox failed = new Outbox(wire, backlog);
    failed.append(HEAD, PIECE, 0, PIECE.length);
    assertTrue(backlog.waiting() > 0);
    IOException why = new IOException("cut");
    failed.fail(why);
    failed.fail(new IOException("another"));
    failed.run();
    assertEquals(List.of("end"), wire.calls, "what is collected is not sent any more");
    assertEquals(why, assertThrows(IOException.class, () -> failed.append(HEAD, PIECE, 0, 1)));
    assertEquals(why, assertThrows(IOException.class, () -> failed.control(() -> HEAD)));
    assertEquals(0, backlog.waiting());
  }

  @Test
  void afterItsWriterHasEndedNobodyAppendsForNobody() throws Exception {
    Kept wire = new Kept();
    wire.broken = true;
    Outbox outbox = new Outbox(wire, new Backlog(1 << 20));
    outbox.append(HEAD, PIECE, 0, 1);
    assertThrows(IOException.class, outbox::run);
    assertThrows(IOException.class, () -> outbox.append(HEAD, PIECE, 0, 1));
  }

  @Test
  void aWriteThatStandsStillIsSeenAndAPauseIsNone() throws Exception {
    Kept wire = new Kept();
    Outbox outbox = new Outbox(wire, new Backlog(1 << 20));
    assertEquals(0, outbox.blockedFor(System.nanoTime()));
    wire.gate.acquire();
    Thread writer = writing(outbox);
    outbox.append(HEAD, PIECE, 0, 1);
    wire.reached.await();
    long later = System.nanoTime() + Duration.ofHours(1).toNanos();
    long blocked = outbox.blockedFor(later);
    assertTrue(blocked >= Duration.ofHours(1).toNanos(), () -> "blocked: " + blocked);
    assertTrue(blocked < Duration.ofHours(2).toNanos(), () -> "blocked: " + blocked);
    wire.gate.release();
    Awaitility.await().until(() -> outbox.blockedFor(later) == 0);
    outbox.finish();
    assertTrue(writer.join(Duration.ofSeconds(10)));
  }

  /// Keeps what is written.
  private static final class Kept implements Wire {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Semaphore gate = new Semaphore(1);
    private final CountDownLatch reached = new CountDownLatch(1);
    private volatile Runnable wake = () -> {};
    private volatile boolean broken;

    @Override
    public int read(byte[] target, int offset, int length) {
      return -1;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      reached.countDown();
      gate.acquireUninterruptibly();
      gate.release();
      if (broken) {
        throw new IOException("cut");
      }
      calls.add("write " + length);
      written.write(buffer, offset, length);
    }

    @Override
    public void writeOwed() {
      calls.add("owed");
    }

    @Override
    public void onOwed(Runnable action) {
      wake = action;
    }

    @Override
    public void writeEnd() {
      calls.add("end");
    }

    @Override
    public void abort() {}
  }
}
