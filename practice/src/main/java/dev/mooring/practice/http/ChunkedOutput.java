package dev.mooring.practice.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// A body of unknown length. Closing it leaves the connection open.
final class ChunkedOutput extends OutputStream {
  private final OutputStream out;

  ChunkedOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > 0) {
      ascii(Integer.toHexString(length) + "\r\n");
      out.write(bytes, offset, length);
      ascii("\r\n");
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  void end() throws IOException {
    ascii("0\r\n\r\n");
  }

  private void ascii(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
