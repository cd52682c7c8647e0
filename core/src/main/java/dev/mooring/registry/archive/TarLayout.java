package dev.mooring.registry.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A tar file of which every part's place is known before it is written.
///
/// Owner, mode and time are fixed, so the same content makes the same file.
public final class TarLayout {
  private static final int BLOCK = 512;
  private static final String OWNERS = "0000644";
  private static final long LARGEST_OCTAL = 0x1FFFFFFFFL;

  private record Piece(long at, ByteBuffer bytes) {}

  private final String mode;
  private final List<Piece> pieces = new ArrayList<>();
  private long end;

  private TarLayout(String mode) {
    this.mode = mode;
  }

  /// Of files that their owner can change and everybody can read.
  public TarLayout() {
    this(OWNERS);
  }

  /// Of files that nobody changes.
  public static TarLayout readOnly() {
    return new TarLayout("0000444");
  }

  /// Of programs that everybody can run.
  public static TarLayout executable() {
    return new TarLayout("0000755");
  }

  /// A file whose content is here.
  public void add(String name, byte[] content) {
    pieces.add(new Piece(reserve(name, content.length), ByteBuffer.wrap(content)));
  }

  /// Room for a file.
  ///
  /// @return where its content goes
  public long reserve(String name, long size) {
    pieces.add(new Piece(end, ByteBuffer.wrap(header(name, size, mode))));
    long place = end + BLOCK;
    end = place + (size + BLOCK - 1) / BLOCK * BLOCK;
    return place;
  }

  /// Of the whole file, its end included.
  public long size() {
    return end + 2 * BLOCK;
  }

  /// The whole of a small file of which nothing is reserved.
  public byte[] bytes() {
    ByteBuffer all = ByteBuffer.allocate((int) size());
    pieces.forEach(each -> all.put((int) each.at(), each.bytes().array()));
    return all.array();
  }

  /// Writes all but reserved content.
  public void write(FileChannel file) throws IOException {
    for (Piece piece : pieces) {
      write(file, piece.at(), piece.bytes().duplicate());
    }
    write(file, end, ByteBuffer.allocate(2 * BLOCK));
  }

  private static void write(FileChannel file, long at, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      file.write(buffer, at + buffer.position());
    }
  }

  /// The header of a file that its owner can change and everybody can read.
  public static byte[] header(String name, long size) {
    return header(name, size, OWNERS);
  }

  /// The size that a header gives; empty where it is none of a file.
  public static Optional<Long> size(byte[] header) {
    if (header.length < BLOCK || header[156] != '0') {
      return Optional.empty();
    }
    long size = header[124] == (byte) 0x80 ? ByteBuffer.wrap(header).getLong(128) : octal(header);
    return size < 0 ? Optional.empty() : Optional.of(size);
  }

  private static long octal(byte[] header) {
    String digits = new String(header, 124, 11, StandardCharsets.US_ASCII);
    return digits.matches("[0-7]{11}") ? Long.parseLong(digits, 8) : -1;
  }

  private static byte[] header(String name, long size, String mode) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, mode);
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    if (size <= LARGEST_OCTAL) {
      put(header, 124, String.format("%011o", size));
    } else {
      header[124] = (byte) 0x80;
      ByteBuffer.wrap(header).putLong(128, size);
    }
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format("%06o\0 ", sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
