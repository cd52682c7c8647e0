package dev.mooring.registry;

import dev.mooring.platform.BlockInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A part of an open file; its owner closes the file. Read from any number of threads at once.
public record Region(FileChannel file, long offset, long size) {

  /// All of it.
  public byte[] bytes() throws IOException {
    return bytes(0, Math.toIntExact(size));
  }

  /// `length` bytes from `from`, less at the end.
  public byte[] bytes(long from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, Math.min(length, size - from)));
    while (buffer.hasRemaining()) {
      if (file.read(buffer, offset + from + buffer.position()) < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    return buffer.array();
  }

  /// All of it as a stream, which need not be closed.
  public InputStream open() {
    return open(0);
  }

  /// The same from an offset on.
  public InputStream open(long from) {
    return new BlockInput() {
      private long at = from;

      @Override
      public int read(byte[] into, int start, int length) throws IOException {
        int wanted = (int) Math.min(length, size - at);
        if (wanted <= 0) {
          return length == 0 ? 0 : -1;
        }
        int read = file.read(ByteBuffer.wrap(into, start, wanted), offset + at);
        if (read < 0) {
          throw new EOFException("the file became shorter while it was read");
        }
        at += read;
        return read;
      }
    };
  }
}
