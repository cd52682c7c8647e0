package dev.mooring.tunnel.spdy;

import dev.mooring.tunnel.connection.Wire;
import dev.mooring.tunnel.flow.Outbox;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads the frames of a tunnel and hands each to its stream. One thread.
final class FrameReader {
  private static final int PIECE = 64 * 1024;
  private static final int LONGEST_CONTROL = 64 * 1024;

  private final Wire wire;
  private final OpenStreams streams;
  private final TunnelPulse pulse;
  private final Outbox outbox;

  FrameReader(Wire wire, OpenStreams streams, TunnelPulse pulse, Outbox outbox) {
    this.wire = wire;
    this.streams = streams;
    this.pulse = pulse;
    this.outbox = outbox;
  }

  /// Reads until the far side ends between two frames.
  void run() throws IOException, InterruptedException {
    byte[] head = new byte[Spdy.HEAD];
    while (fill(head, head.length, true)) {
      pulse.received(System.nanoTime());
      Spdy.Head frame = Spdy.Head.of(head);
      if (frame.isData()) {
        data(frame.first(), frame.isLast(), frame.length());
      } else {
        control(frame.type(), frame.version(), frame.length());
      }
    }
  }

  private boolean fill(byte[] target, int length, boolean endAllowed) throws IOException {
    int filled = 0;
    while (filled < length) {
      int read = wire.read(target, filled, length - filled);
      if (read < 0) {
        if (filled == 0 && endAllowed) {
          return false;
        }
        throw new EOFException("the connection was closed in the middle of a frame");
      }
      filled += read;
    }
    return true;
  }

  private void data(int id, boolean last, int length) throws IOException, InterruptedException {
    SpdyStream stream = streams.find(id);
    int left = length;
    while (left > 0) {
      byte[] piece = new byte[Math.min(left, PIECE)];
      fill(piece, piece.length, false);
      left -= piece.length;
      long now = System.nanoTime();
      pulse.received(now);
      if (stream == null) {
        continue;
      }
      if (id == stream.errorId()) {
        stream.errorText(piece, piece.length);
      } else {
        boolean waits = stream.crowded();
        pulse.readerWaits(waits);
        stream.data(piece, piece.length, now);
        if (waits) {
          pulse.readerWaits(false);
          pulse.received(System.nanoTime());
        }
      }
    }
    if (stream != null && last) {
      if (id == stream.dataId()) {
        stream.ended(false);
      } else {
        stream.errorEnded();
      }
    }
  }

  private void control(int type, int version, int length) throws IOException {
    if (version != 3 || length > LONGEST_CONTROL) {
      throw new IOException("the answer is not SPDY/3.1");
    }
    byte[] content = new byte[length];
    fill(content, length, false);
    int first = length >= 4 ? ByteBuffer.wrap(content).getInt() : 0;
    SpdyStream stream = streams.find(first & Integer.MAX_VALUE);
    switch (type) {
      case Spdy.SYN_REPLY -> {
        if (stream != null && first == stream.dataId()) {
          stream.replied();
        }
      }
      case Spdy.RST_STREAM -> {
        if (stream != null && first == stream.dataId()) {
          stream.ended(true);
        } else if (stream != null) {
          stream.errorEnded();
        }
      }
      case Spdy.PING -> {
        if ((first & 1) == 0) {
          outbox.control(() -> Spdy.ping(first));
        } else {
          pulse.answered(first);
        }
      }
      // The far side takes no new streams.
      case Spdy.GOAWAY -> streams.retire();
      default -> {
        // SETTINGS, HEADERS and WINDOW_UPDATE change nothing here.
      }
    }
  }
}
