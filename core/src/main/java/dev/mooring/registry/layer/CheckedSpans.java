package dev.mooring.registry.layer;

import dev.mooring.platform.BlockInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Spans of a layer, one after the other, each handed on after its hash was checked.
final class CheckedSpans extends BlockInput {
  private final InputStream part;
  private final PackedSpans spans;
  private byte[] span = new byte[0];
  private int next;
  private int at;
  private int end;

  /// @param part from the first byte of a span on
  CheckedSpans(InputStream part, PackedSpans spans, int first) {
    this.part = part;
    this.spans = spans;
    this.next = first;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at == end && !fill()) {
      return -1;
    }
    int some = Math.min(length, end - at);
    System.arraycopy(span, at, into, from, some);
    at += some;
    return some;
  }

  /// @return false at the end of the part
  private boolean fill() throws IOException {
    if (next == spans.count()) {
      return false;
    }
    int length = spans.length(next);
    // What it shares with the one before was read and handed on with that.
    int known = end == 0 ? 0 : spans.shared(next);
    byte[] now = length > span.length ? new byte[length] : span;
    System.arraycopy(span, end - known, now, 0, known);
    int read = part.readNBytes(now, known, length - known);
    if (read == 0 && length > known) {
      return false;
    }
    if (read < length - known) {
      throw new EOFException(Messages.of("it-ends-in-the-middle-of"));
    }
    if (!spans.matches(next, now, length)) {
      throw new OtherBytes();
    }
    span = now;
    at = known;
    end = length;
    next++;
    return at < end || fill();
  }

  @Override
  public void close() throws IOException {
    part.close();
  }
}
