package dev.mooring.tunnel.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
