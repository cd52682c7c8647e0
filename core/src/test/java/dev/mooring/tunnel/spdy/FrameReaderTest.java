package dev.mooring.tunnel.spdy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.StreamException;
import dev.mooring.tunnel.connection.Wire;
import dev.mooring.tunnel.flow.Outbox;
import dev.mooring.tunnel.flow.Timing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the frames of a far side do to the streams of a tunnel, read to the end by one thread.
@Timeout(60)
final class FrameReaderTest {
  private static final PodPort PORT = new PodPort("shop", "api-0", 80);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Timing SHORT =
      new Timing(
          WEEK,
          Duration.ofMillis(2),
          Duration.ofMillis(1),
          WEEK,
          WEEK,
          WEEK,
          WEEK,
          WEEK,
          1,
          1,
          1 << 20);

  private final Far far = new Far();
  private final SpdyTunnel tunnel =
      new SpdyTunnel(far, "shop/api-0", SHORT, () -> true, new SpdyFuzz.Alone());
  private final OpenStreams streams = new OpenStreams();
  private final TunnelPulse pulse = new TunnelPulse(tunnel, SHORT, () -> true);
  private final Outbox outbox = new Outbox(far);
  private final SpdyStream stream = open();

  private SpdyStream open() {
    SpdyStream opened = new SpdyStream(tunnel, PORT, streams.nextPair() + 2, 1 << 20);
    streams.add(opened);
    return opened;
  }

  private void reads(byte[]... frames) throws IOException, InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] each : frames) {
      all.writeBytes(each);
    }
    far.said = new ByteArrayInputStream(all.toByteArray());
    new FrameReader(far, streams, pulse, outbox).run();
  }

  private static byte[] data(int id, int flags, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Spdy.HEAD + bytes.length)
        .put(Spdy.dataHead(id, flags, bytes.length))
        .put(bytes)
        .array();
  }

  private static byte[] control(int type, String content) {
    byte[] bytes = HexFormat.of().parseHex(content);
    return ByteBuffer.allocate(Spdy.HEAD + bytes.length)
        .putInt(0x8003_0000 | type)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  private String answers() throws IOException, InterruptedException {
    outbox.finish();
    outbox.run();
    return HexFormat.of().formatHex(far.written.toByteArray());
  }

  private StreamException lost(SpdyStream of) {
    return assertThrows(StreamException.class, () -> of.input().read());
  }

  @Test
  void eachStreamGetsItsOwnBytesAndTheEndThatIsMeantForIt() throws Exception {
    SpdyStream other = open();
    reads(
        data(3, 0, "ab"),
        data(7, 0, "xy"),
        data(99, Spdy.FIN, "nobody's"),
        data(3, Spdy.FIN, "c"),
        data(3, 0, "too late"));
    assertEquals("abc", new String(stream.input().readAllBytes(), StandardCharsets.UTF_8));
    assertFalse(stream.lost());
    assertFalse(other.ended());
    assertEquals(2, other.input().available());
    assertEquals(2, other.moved());
  }

  @Test
  void aLongFrameIsHandedOnInPiecesAndWhole() throws Exception {
    byte[] bytes = new byte[150_000];
    new Random(3).nextBytes(bytes);
    reads(Spdy.dataHead(3, bytes.length), bytes, data(3, Spdy.FIN, ""));
    assertArrayEquals(bytes, stream.input().readAllBytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"80", "00000003000000", "0000000300000002" + "61", "8003000600000004"})
  void anEndInsideAFrameIsALossAndOneBetweenFramesIsNone(String cut) throws Exception {
    reads(Spdy.ping(1));
    assertThrows(EOFException.class, () -> reads(HexFormat.of().parseHex(cut)));
  }

  @Test
  void aStreamIsTakenByTheReplyToItsDataAlone() throws Exception {
    reads(control(Spdy.SYN_REPLY, "00000001"));
    assertThrows(EOFException.class, () -> stream.awaitAccepted(SHORT));
    assertFalse(tunnel.usable(), "nothing came through it meanwhile");
    reads(control(Spdy.SYN_REPLY, "00000003"));
    stream.awaitAccepted(SHORT);
  }

  @Test
  void theFarSidesPingsAreSentBackAndAnswersToOursAreNot() throws Exception {
    reads(Spdy.ping(2), Spdy.ping(1), Spdy.ping(4));
    assertEquals(
        HexFormat.of().formatHex(Spdy.ping(2)) + HexFormat.of().formatHex(Spdy.ping(4)), answers());
  }

  @Test
  void afterAGoodByeNoMoreStreamsAreTakenAndThoseThatAreOpenGoOn() throws Exception {
    assertTrue(streams.usable());
    reads(control(4, "00000000"), control(9, "0000000300000001"), control(8, "0000000300000000"));
    assertTrue(streams.usable(), "settings and headers change nothing");
    reads(control(Spdy.GOAWAY, "0000000000000000"), data(3, Spdy.FIN, "a"));
    assertFalse(streams.usable());
    assertArrayEquals(new byte[] {'a'}, stream.input().readAllBytes());
  }

  @Test
  void anotherProtocolIsNoTunnel() throws Exception {
    byte[] older = control(Spdy.GOAWAY, "0000000000000000");
    older[1] = 2;
    assertThrows(IOException.class, () -> reads(older));
    reads(control(9, "00".repeat(64 * 1024)), control(9, ""), control(Spdy.GOAWAY, "00"));
    assertThrows(IOException.class, () -> reads(control(9, "00".repeat(64 * 1024 + 1))));
  }

  @Test
  void aResetBeforeAnyByteIsALossAndPutsTheTunnelInDoubt() throws Exception {
    reads(Spdy.reset(3, Spdy.CANCEL), control(Spdy.RST_STREAM, "0000000100000005"));
    assertEquals(StreamException.Kind.RESET, lost(stream).kind());
    assertEquals(Code.CONNECTION_LOST, lost(stream).problem().code());
    assertTrue(stream.lost());
    assertFalse(tunnel.usable());
  }

  @Test
  void aResetAfterBytesIsTheStreamsOwn() throws Exception {
    reads(data(3, 0, "a"), Spdy.reset(3, Spdy.CANCEL));
    assertEquals('a', stream.input().read());
    assertEquals(StreamException.Kind.RESET, lost(stream).kind());
    assertTrue(tunnel.usable());
  }

  @Test
  void anEndWithoutAByteWaitsForItsReasonAndIsKnownMeanwhile() throws Exception {
    reads(data(3, Spdy.FIN, ""));
    assertTrue(stream.ended());
    assertEquals(0, stream.input().available());
    stream.awaitAccepted(SHORT);
    reads(data(1, 0, "dial tcp4 127.0.0.1:80: connect: connection refused"));
    assertEquals(StreamException.Kind.REFUSED, lost(stream).kind());
    assertEquals(Code.NOTHING_LISTENS, lost(stream).problem().code());
    assertTrue(tunnel.usable(), "the way to the pod stands");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEndWithoutAReasonIsOneOnceTheErrorsHaveEnded(boolean byReset) throws Exception {
    byte[] end = byReset ? Spdy.reset(1, Spdy.CANCEL) : data(1, Spdy.FIN, "");
    reads(data(3, Spdy.FIN, ""), end);
    assertEquals(-1, stream.input().read());
    assertFalse(stream.lost());
    assertTrue(tunnel.usable());

    SpdyStream other = open();
    reads(byReset ? Spdy.reset(5, Spdy.CANCEL) : data(5, Spdy.FIN, ""));
    assertFalse(other.ended(), "its data has not");
    reads(data(7, Spdy.FIN, ""), data(5, 0, "too late to be its reason"));
    assertEquals(-1, other.input().read());
  }

  @Test
  void aReasonThatCameBeforeTheEndIsToldAndPutsTheTunnelInDoubt() throws Exception {
    reads(data(1, 0, "failed to find "), data(1, Spdy.FIN, "sandbox"));
    assertFalse(stream.ended());
    reads(data(3, Spdy.FIN, ""));
    StreamException why = lost(stream);
    assertEquals(StreamException.Kind.REFUSED, why.kind());
    assertEquals(Code.POD_UNREACHABLE, why.problem().code());
    assertEquals("failed to find sandbox", why.problem().detail());
    assertFalse(tunnel.usable());
  }

  @Test
  void aReasonAfterBytesLeavesItOpenWhatThePodSaw() throws Exception {
    reads(data(3, 0, "a"), data(1, 0, "connection refused"), data(3, Spdy.FIN, ""));
    assertEquals('a', stream.input().read());
    assertEquals(StreamException.Kind.RESET, lost(stream).kind());
  }

  @Test
  void ofALongReasonFourKibibytesAreKept() throws Exception {
    reads(data(1, 0, "x".repeat(4095)), data(1, 0, "yz".repeat(9)), data(1, 0, "z"));
    reads(data(3, Spdy.FIN, ""));
    assertEquals("x".repeat(4095) + "y", lost(stream).problem().detail());
  }

  @Test
  void whoSharesTheTunnelSeesThatOneMovesALot() throws Exception {
    long now = System.nanoTime();
    byte[] most = new byte[(1 << 20) - 1];
    stream.data(most, most.length, now);
    assertFalse(stream.busy(now));
    assertTrue(stream.crowded());
    assertEquals(most.length, stream.input().read(new byte[1 << 20]));
    assertFalse(stream.crowded());
    stream.data(new byte[1], 1, now);
    assertTrue(stream.busy(now));
    assertFalse(stream.busy(now + Duration.ofSeconds(2).toNanos()));
  }

  @Test
  void aFailureOfTheConnectionIsEveryStreamsThatHasNotEnded() throws Exception {
    SpdyStream other = open();
    reads(data(3, 0, "a"), data(3, Spdy.FIN, ""));
    IOException why = new IOException("cut");
    streams.failAll(why);
    assertEquals('a', stream.input().read());
    assertEquals(-1, stream.input().read());
    assertEquals(why, assertThrows(IOException.class, () -> other.input().read()));
    assertEquals(why, assertThrows(IOException.class, () -> other.awaitAccepted(SHORT)));
    assertNotNull(streams.find(other.errorId()));
  }

  @Test
  void idsOfAPairAreTwoApart() {
    assertEquals(List.of(1, 3), List.of(stream.errorId(), stream.dataId()));
    assertFalse(stream.isLeaving());
    stream.leaving();
    assertTrue(stream.isLeaving());
  }

  /// Says what the test says, and keeps what it is told.
  private static final class Far implements Wire {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private ByteArrayInputStream said = new ByteArrayInputStream(new byte[0]);

    @Override
    public int read(byte[] target, int offset, int length) {
      return said.read(target, offset, Math.min(length, 1 + length / 3));
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
