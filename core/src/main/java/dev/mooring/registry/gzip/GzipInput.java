package dev.mooring.registry.gzip;

import dev.mooring.platform.BlockInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;

/// The content of gzip, of one member or several, which can be gone on with from any block on.
///
/// A read never goes beyond the end of a block, so that whoever reads can ask after each whether
/// one has ended, and where. The checks at a member's end are made for members read from their
/// beginning. Zeros after the last member are taken for filling. Not thread-safe.
///
/// https://www.rfc-editor.org/rfc/rfc1952
public final class GzipInput extends BlockInput {
  private static final int HEADER_CHECK = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final BitInput in;
  private final Inflate inflate;
  private final CRC32 check = new CRC32();
  private int served;
  private boolean within;
  private boolean whole;
  private boolean any;
  private long length;

  /// From the beginning.
  public GzipInput(InputStream input) {
    in = new BitInput(input);
    inflate = new Inflate(in);
  }

  /// From a block on.
  ///
  /// @param input from the byte on in which the block begins
  /// @param bit the first of that byte that belongs to it
  /// @param window what [#window] was there
  /// @throws IOException when there is no such byte
  public GzipInput(InputStream input, int bit, byte[] window) throws IOException {
    this(input);
    in.take(Objects.checkIndex(bit, 8));
    if (window.length > Inflate.WINDOW) {
      throw new IOException("a window that is too large");
    }
    inflate.begin(window);
    served = inflate.end;
    within = true;
    any = true;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    Objects.checkFromIndexSize(from, most, into.length);
    if (most == 0) {
      return 0;
    }
    while (served == inflate.end) {
      if (!within && !member()) {
        return -1;
      }
      if (inflate.isEnded()) {
        memberEnds();
      } else {
        inflate.run();
        served = inflate.begun;
      }
    }
    int some = Math.min(most, inflate.end - served);
    System.arraycopy(inflate.bytes, served, into, from, some);
    if (whole) {
      check.update(inflate.bytes, served, some);
    }
    length += some;
    served += some;
    return some;
  }

  /// Whether all was read of the blocks that have ended, and another one follows.
  public boolean isBetweenBlocks() {
    return within && served == inflate.end && inflate.isBetweenBlocks();
  }

  /// How many bits of the input were taken: where the next block begins.
  public long position() {
    return in.position();
  }

  /// The content before the next block, at most 32 KiB, which it may repeat.
  public byte[] window() {
    return inflate.window();
  }

  /// @return false at the end
  private boolean member() throws IOException {
    if (any) {
      while (!in.isAtEnd() && (in.bits & 0xff) == 0) {
        in.take(8);
      }
      if (in.isAtEnd()) {
        return false;
      }
    }
    if (in.take(16) != 0x8b1f || in.take(8) != 8) {
      throw new IOException("it isn't compressed with gzip throughout");
    }
    int flags = in.take(8);
    if ((flags & RESERVED) != 0) {
      throw new IOException("it has an unknown kind of gzip header");
    }
    in.take(32);
    in.take(16);
    if ((flags & EXTRA) != 0) {
      for (int left = in.take(16); left > 0; left--) {
        in.take(8);
      }
    }
    for (int texts = Integer.bitCount(flags & (NAME | COMMENT)); texts > 0; ) {
      texts -= in.take(8) == 0 ? 1 : 0;
    }
    if ((flags & HEADER_CHECK) != 0) {
      in.take(16);
    }
    inflate.begin();
    check.reset();
    length = 0;
    within = true;
    whole = true;
    any = true;
    return true;
  }

  private void memberEnds() throws IOException {
    in.take(in.count & 7);
    int sum = in.take(32);
    int size = in.take(32);
    if (whole && (sum != (int) check.getValue() || size != (int) length)) {
      throw new IOException("its checksum is wrong");
    }
    within = false;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
