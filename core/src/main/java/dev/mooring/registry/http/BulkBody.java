package dev.mooring.registry.http;

import dev.mooring.platform.BlockInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Objects;

/// The body of a [BulkExchange]'s answer. An end that comes before the announced one is a failure.
final class BulkBody extends BlockInput {
  private static final int LONGEST_LINE = 1024;

  private final BulkExchange exchange;
  private final InputStream in;
  private final boolean chunked;

  /// Of the body, or of the chunk.
  private long left;

  private final boolean untilEnd;
  private boolean first = true;
  private boolean ended;

  /// @param length Long.MAX_VALUE for a body that ends with its connection
  BulkBody(BulkExchange exchange, InputStream in, long length, boolean chunked) {
    this.exchange = exchange;
    this.in = in;
    this.left = length;
    this.chunked = chunked;
    this.untilEnd = length == Long.MAX_VALUE;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    if (chunked && left == 0 && !ended) {
      nextChunk();
    }
    if (ended || left == 0) {
      return -1;
    }
    int some = in.read(into, from, (int) Math.min(length, left));
    if (some < 0) {
      ended = true;
      if (untilEnd) {
        return -1;
      }
      throw new EOFException("the connection ended before the answer did");
    }
    left -= some;
    return some;
  }

  private void nextChunk() throws IOException {
    if (!first) {
      BulkExchange.line(in, LONGEST_LINE);
    }
    first = false;
    String size = BulkExchange.line(in, LONGEST_LINE).split(";", 2)[0].strip();
    if (!size.matches("[0-9a-fA-F]{1,15}")) {
      throw new ProtocolException("Invalid chunk");
    }
    left = Long.parseLong(size, 16);
    ended = left == 0;
  }

  @Override
  public void close() {
    exchange.close();
  }
}
