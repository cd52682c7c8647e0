package dev.mooring.tunnel.spdy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Frames of SPDY/3.1 as the API server writes and reads them.
final class SpdyTest {

  @Test
  void aPairOfStreamsIsReadAsItWasOpened() throws Exception {
    try (Spdy near = new Spdy();
        Spdy far = new Spdy()) {
      for (int round = 0; round < 3; round++) {
        int error = 4 * round + 1;
        ByteBuffer frames = ByteBuffer.wrap(near.openPair(error, error + 2, 8080, 7 + round));
        opening(frames, error, Spdy.FIN);
        assertEquals(
            Map.of("port", "8080", "requestid", "" + (7 + round), "streamtype", "error"),
            far.headers(last));
        opening(frames, error + 2, 0);
        assertEquals(
            Map.of("port", "8080", "requestid", "" + (7 + round), "streamtype", "data"),
            far.headers(last));
        assertFalse(frames.hasRemaining());
      }
    }
  }

  private byte[] last = {};

  private void opening(ByteBuffer frames, int stream, int flags) {
    byte[] head = new byte[Spdy.HEAD];
    frames.get(head);
    Spdy.Head read = Spdy.Head.of(head);
    assertFalse(read.isData());
    assertEquals(Spdy.SYN_STREAM, read.type());
    assertEquals(3, read.version());
    assertEquals(flags != 0, read.isLast());
    last = new byte[read.length()];
    frames.get(last);
    assertEquals(stream, ByteBuffer.wrap(last).getInt());
  }

  @Test
  void aReplyNamesItsStreamAndHasNoHeaders() throws Exception {
    try (Spdy far = new Spdy();
        Spdy near = new Spdy()) {
      byte[] reply = far.synReply(3);
      Spdy.Head head = Spdy.Head.of(reply);
      assertEquals(Spdy.SYN_REPLY, head.type());
      assertEquals(reply.length - Spdy.HEAD, head.length());
      assertEquals(3, ByteBuffer.wrap(reply, Spdy.HEAD, 4).getInt());
      // The block of an opening begins six bytes later than that of a reply.
      ByteBuffer opening = ByteBuffer.allocate(head.length() + 6);
      opening.position(10).put(reply, Spdy.HEAD + 4, head.length() - 4);
      assertEquals(Map.of(), near.headers(opening.array()));
    }
  }

  @Test
  void dataResetsAndPingsAreLaidOutAsTheStandardSays() {
    HexFormat hex = HexFormat.of();
    assertEquals("0000000500000010", hex.formatHex(Spdy.dataHead(5, 16)));
    assertEquals("0000000501000010", hex.formatHex(Spdy.dataHead(5, Spdy.FIN, 16)));
    assertEquals("80030003000000080000000500000005", hex.formatHex(Spdy.reset(5, Spdy.CANCEL)));
    assertEquals("800300060000000400000009", hex.formatHex(Spdy.ping(9)));
    Spdy.Head data = Spdy.Head.of(Spdy.dataHead(0x7fff_ffff, Spdy.FIN, 0xff_ffff));
    assertTrue(data.isData());
    assertTrue(data.isLast());
    assertEquals(0x7fff_ffff, data.first());
    assertEquals(0xff_ffff, data.length());
    assertFalse(Spdy.Head.of(Spdy.ping(9)).isData());
    assertFalse(Spdy.Head.of(Spdy.dataHead(5, 2, 16)).isLast());
  }

  @Test
  void headersThatAreCutOrNoneAreRefused() {
    byte[] opening;
    try (Spdy near = new Spdy()) {
      opening = near.openPair(1, 3, 80, 0);
    }
    byte[] content =
        Arrays.copyOfRange(opening, Spdy.HEAD, Spdy.HEAD + Spdy.Head.of(opening).length());
    for (int length : new int[] {0, 9, 10, 17, content.length / 2}) {
      try (Spdy far = new Spdy()) {
        assertThrows(IOException.class, () -> far.headers(Arrays.copyOf(content, length)));
      }
    }
    for (int lie : new int[] {-1, 1 << 20, Integer.MAX_VALUE}) {
      byte[] lying = content.clone();
      // The length of the first name: after the stream's head, zlib's two bytes, a stored block's
      // five and the number of headers.
      ByteBuffer.wrap(lying).putInt(10 + 2 + 5 + 4, lie);
      try (Spdy far = new Spdy()) {
        assertThrows(IOException.class, () -> far.headers(lying));
      }
    }
    byte[] garbage = new byte[40];
    Arrays.fill(garbage, (byte) 0x55);
    try (Spdy far = new Spdy()) {
      assertThrows(IOException.class, () -> far.headers(garbage));
    }
  }
}
