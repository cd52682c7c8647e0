package dev.mooring.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SpareStreamsTest {
  private static final int MOST = 2;

  private final List<Still> opened = new CopyOnWriteArrayList<>();
  private final AtomicBoolean current = new AtomicBoolean(true);

  @Test
  void nothingIsOpenedAheadUntilAStreamWasAskedFor() throws Exception {
    try (SpareStreams<Still> spares = spares(Duration.ofMinutes(1))) {
      assertEquals(0, opened.size());
      Still first = spares.take();
      awaitSpares(spares, MOST);
      assertEquals(1 + MOST, opened.size());
      assertSame(opened.get(1), spares.take());
      assertFalse(first.closed);
    }
  }

  @Test
  void aSpareThatThePodEndedIsNeverHandedOut() throws Exception {
    try (SpareStreams<Still> spares = spares(Duration.ofMinutes(1))) {
      spares.take();
      awaitSpares(spares, MOST);
      Still ended = opened.get(1);
      ended.ended = true;
      assertNotSame(ended, spares.take());
      assertTrue(ended.closed);
    }
  }

  @Test
  void aSpareThatIsTooOldIsNeverHandedOut() throws Exception {
    try (SpareStreams<Still> spares = spares(Duration.ZERO)) {
      spares.take();
      awaitSpares(spares, MOST);
      List<Still> old = List.copyOf(opened);
      Still taken = spares.take();
      assertFalse(old.contains(taken));
      assertTrue(old.get(1).closed);
    }
  }

  @Test
  void sparesThatLeadElsewhereAreClosedWhenTidied() throws Exception {
    try (SpareStreams<Still> spares = spares(Duration.ofMinutes(1))) {
      spares.take();
      awaitSpares(spares, MOST);
      current.set(false);
      spares.tidy();
      assertEquals(0, spares.size());
      assertEquals(List.of(false, true, true), opened.stream().map(each -> each.closed).toList());
    }
  }

  @Test
  void closingClosesTheSparesAndNotWhatWasTaken() throws Exception {
    SpareStreams<Still> spares = spares(Duration.ofMinutes(1));
    Still taken = spares.take();
    awaitSpares(spares, MOST);
    spares.close();
    assertFalse(taken.closed);
    assertTrue(opened.stream().allMatch(each -> each == taken || each.closed));
  }

  private SpareStreams<Still> spares(Duration life) {
    return new SpareStreams<>(
        MOST,
        life,
        new SpareStreams.Source<>() {
          @Override
          public Still open() {
            Still next = new Still();
            opened.add(next);
            return next;
          }

          @Override
          public boolean current(Still spare) {
            return current.get();
          }
        });
  }

  private static void awaitSpares(SpareStreams<Still> spares, int count) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> spares.size() == count);
  }

  /// A stream on which nothing happens.
  private static final class Still implements ByteStream {
    private volatile boolean ended;
    private volatile boolean closed;

    @Override
    public InputStream input() {
      return InputStream.nullInputStream();
    }

    @Override
    public OutputStream output() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public boolean lost() {
      return false;
    }

    @Override
    public boolean ended() {
      return ended;
    }
  }
}
