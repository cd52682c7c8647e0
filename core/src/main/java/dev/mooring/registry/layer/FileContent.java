package dev.mooring.registry.layer;

import dev.mooring.platform.BlockInput;
import dev.mooring.problem.MooringException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The content of one file, handed on a piece at a time after its hash was checked.
final class FileContent extends BlockInput {
  private static final Logger LOG = LoggerFactory.getLogger(FileContent.class);

  private final InputStream part;
  private InputStream unpacked = InputStream.nullInputStream();
  private final Pieces pieces;
  private final Supplier<MooringException> changed;
  private byte[] piece;
  private int next;
  private long left;
  private int at;
  private int end;

  /// @param part of the blob, closed with this
  /// @param changed what a piece that is another means
  FileContent(
      InputStream part, LayerEntry file, Pieces pieces, Supplier<MooringException> changed) {
    this.part = part;
    this.pieces = pieces;
    this.changed = changed;
    this.next = pieces.first(file);
    this.left = file.size();
    this.piece = new byte[pieces.size(next, left)];
  }

  /// Reads the first piece.
  ///
  /// @param content what the part unpacks to
  /// @param before how much of it comes before the file
  void begin(InputStream content, long before) throws IOException {
    unpacked = content;
    try {
      pass(before);
    } catch (OtherBytes e) {
      throw refused();
    }
    fill();
  }

  private void pass(long before) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (long left = before; left > 0; ) {
      int some = unpacked.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (some < 0) {
        throw new EOFException(Messages.of("it-ends-in-the-middle-of"));
      }
      left -= some;
    }
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (at == end) {
      if (left == 0) {
        return -1;
      }
      fill();
    }
    int some = Math.min(length, end - at);
    System.arraycopy(piece, at, into, from, some);
    at += some;
    return some;
  }

  /// Reads the next piece; the others have been handed on.
  private void fill() throws IOException {
    int length = pieces.size(next, left);
    piece = length > piece.length ? new byte[length] : piece;
    try {
      if (unpacked.readNBytes(piece, 0, length) < length) {
        throw new EOFException(Messages.of("it-ends-in-the-middle-of"));
      }
    } catch (MooringException e) {
      throw new IOException(e.problem().why(), e);
    } catch (OtherBytes e) {
      throw refused();
    }
    if (!pieces.matches(next, piece, length)) {
      throw refused();
    }
    next++;
    left -= length;
    at = 0;
    end = length;
  }

  private IOException refused() {
    MooringException other = changed.get();
    return new IOException(other.problem().why(), other);
  }

  /// Closes what could not be begun with.
  void abandon() {
    try {
      close();
    } catch (IOException e) {
      LOG.debug("Closing failed", e);
    }
  }

  @Override
  public void close() throws IOException {
    part.close();
  }
}
