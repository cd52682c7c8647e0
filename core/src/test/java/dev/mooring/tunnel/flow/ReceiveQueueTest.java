package dev.mooring.tunnel.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ReceiveQueueTest {
  private static final int LIMIT = 4 << 20;
  private static final byte[] PIECE = new byte[64 * 1024];

  @Test
  void aThousandReadersThatStandStillFillALittleMoreThanWhatAllMayTogether() throws Exception {
    Backlog backlog = new Backlog(64 << 20);
    List<ReceiveQueue> queues = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      ReceiveQueue queue = new ReceiveQueue(LIMIT, backlog);
      queues.add(queue);
      while (!queue.full()) {
        queue.offer(PIECE, PIECE.length);
      }
    }
    long most = (64 << 20) + 1000L * (256 * 1024 + 2 * PIECE.length);
    assertTrue(backlog.waiting() < most, () -> "waiting: " + backlog.waiting());
    queues.forEach(ReceiveQueue::close);
    assertEquals(0, backlog.waiting());
  }

  @Test
  void whatIsReadMakesRoomForOthersAndForItself() throws Exception {
    Backlog backlog = new Backlog(1 << 20);
    ReceiveQueue large = new ReceiveQueue(LIMIT, backlog);
    while (backlog.ample()) {
      large.offer(PIECE, PIECE.length);
    }
    ReceiveQueue small = new ReceiveQueue(LIMIT, backlog);
    while (!small.full()) {
      small.offer(PIECE, PIECE.length);
    }
    Thread more = Thread.ofVirtual().start(() -> offer(small));
    byte[] read = new byte[large.available()];
    assertEquals(read.length, large.read(read, 0, read.length));
    assertFalse(small.full());
    byte[] first = new byte[PIECE.length];
    assertEquals(first.length, small.read(first, 0, first.length));
    more.join();
    assertArrayEquals(new byte[] {7}, last(small));
    assertEquals(0, backlog.waiting());
  }

  @Test
  void whoWaitsForRoomGoesOnWhenTheConnectionIsLost() throws Exception {
    ReceiveQueue queue = new ReceiveQueue(PIECE.length, new Backlog(1 << 20));
    queue.offer(PIECE, PIECE.length);
    Thread reader = Thread.ofVirtual().start(() -> offer(queue));
    Awaitility.await().until(() -> reader.getState() == Thread.State.WAITING);
    queue.end(new IOException("lost"));
    assertTrue(reader.join(Duration.ofSeconds(10)));
    assertEquals(PIECE.length, queue.read(new byte[PIECE.length], 0, PIECE.length));
    assertThrows(IOException.class, () -> queue.read(new byte[1], 0, 1));
  }

  @Test
  void aChunkCostsAsMuchMoreThanItsBytesThatManySmallOnesFillTheQueueToo() throws Exception {
    Backlog backlog = new Backlog(1 << 20);
    ReceiveQueue queue = new ReceiveQueue(1000, backlog);
    queue.offer(new byte[2000], 935);
    assertEquals(999, backlog.waiting());
    assertFalse(queue.full());
    assertEquals(935, queue.read(new byte[1000], 0, 1000));
    queue.offer(new byte[936], 936);
    assertTrue(queue.full());
    assertEquals(936, queue.available());
    assertEquals(1000, backlog.waiting());
  }

  @Test
  void whereMuchWaitsElsewhereAQueueIsFullWithAQuarterOfAMebibyte() throws Exception {
    ReceiveQueue queue = new ReceiveQueue(LIMIT, new Backlog(1));
    queue.offer(new byte[256 * 1024], 256 * 1024 - 65);
    assertFalse(queue.full());
    queue.offer(new byte[0], 0);
    assertTrue(queue.full());
  }

  @Test
  void aReadTakesWhatIsThereAcrossPiecesAndNoMoreThanThereIsRoomFor() throws Exception {
    ReceiveQueue queue = new ReceiveQueue(LIMIT, new Backlog(1 << 20));
    queue.offer(new byte[] {1, 2, 3, 99}, 3);
    queue.offer(new byte[] {4, 5}, 2);
    assertEquals(0, queue.read(new byte[3], 0, 0));
    byte[] target = new byte[6];
    assertEquals(2, queue.read(target, 1, 2));
    assertEquals(3, queue.available());
    assertEquals(2, queue.read(target, 3, 2));
    assertEquals(1, queue.available());
    assertEquals(1, queue.read(target, 5, 1));
    assertArrayEquals(new byte[] {0, 1, 2, 3, 4, 5}, target);
    assertEquals(0, queue.available());
  }

  @Test
  void onlyTheFirstEndCountsAndNothingComesAfterIt() throws Exception {
    ReceiveQueue orderly = new ReceiveQueue(LIMIT, new Backlog(1 << 20));
    assertFalse(orderly.ended());
    orderly.offer(new byte[] {1}, 1);
    orderly.end(null);
    orderly.end(new IOException("lost later"));
    orderly.offer(new byte[] {2}, 1);
    assertTrue(orderly.ended());
    assertNull(orderly.failure());
    assertEquals(1, orderly.read(new byte[9], 0, 9));
    assertEquals(-1, orderly.read(new byte[9], 0, 9));

    ReceiveQueue lost = new ReceiveQueue(LIMIT, new Backlog(1 << 20));
    IOException why = new IOException("lost");
    lost.end(why);
    lost.end(null);
    assertEquals(why, lost.failure());
    assertEquals(why, assertThrows(IOException.class, () -> lost.read(new byte[1], 0, 1)));
  }

  @Test
  void whatIsOfferedToAReaderThatLeftIsDropped() throws Exception {
    Backlog backlog = new Backlog(1 << 20);
    ReceiveQueue queue = new ReceiveQueue(10, backlog);
    queue.offer(PIECE, PIECE.length);
    assertTrue(queue.full());
    queue.close();
    assertFalse(queue.full());
    assertTrue(queue.ended());
    assertEquals(0, queue.available());
    queue.offer(PIECE, PIECE.length);
    queue.offer(PIECE, PIECE.length);
    queue.close();
    assertEquals(0, backlog.waiting());
    assertThrows(IOException.class, () -> queue.read(new byte[1], 0, 1));
  }

  @Test
  void whoWaitsForAByteGoesOnWhenOneComesAndWhenNoneWill() throws Exception {
    List<Consumer<ReceiveQueue>> news =
        List.of(ReceiveQueueTest::offer, queue -> queue.end(null), ReceiveQueue::close);
    List<String> met = new ArrayList<>();
    for (Consumer<ReceiveQueue> each : news) {
      ReceiveQueue queue = new ReceiveQueue(LIMIT, new Backlog(1 << 20));
      Thread reader =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      met.add("" + queue.read(new byte[1], 0, 1));
                    } catch (IOException e) {
                      met.add(e.getMessage());
                    } catch (InterruptedException e) {
                      met.add("interrupted");
                    }
                  });
      Awaitility.await().until(() -> reader.getState() == Thread.State.WAITING);
      each.accept(queue);
      assertTrue(reader.join(Duration.ofSeconds(10)));
    }
    assertEquals(List.of("1", "-1", "the stream is closed"), met);
  }

  @Test
  void whoWaitsForRoomGoesOnWhenTheReaderLeaves() throws Exception {
    ReceiveQueue queue = new ReceiveQueue(PIECE.length, new Backlog(1 << 20));
    queue.offer(PIECE, PIECE.length);
    Thread more = Thread.ofVirtual().start(() -> offer(queue));
    Awaitility.await().until(() -> more.getState() == Thread.State.WAITING);
    queue.close();
    assertTrue(more.join(Duration.ofSeconds(10)));
  }

  private static void offer(ReceiveQueue queue) {
    try {
      queue.offer(new byte[] {7}, 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] last(ReceiveQueue queue) throws Exception {
    byte[] rest = new byte[queue.available()];
    assertEquals(rest.length, queue.read(rest, 0, rest.length));
    return Arrays.copyOfRange(rest, rest.length - 1, rest.length);
  }
}
