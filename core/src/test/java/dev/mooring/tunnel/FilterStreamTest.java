package dev.mooring.tunnel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class FilterStreamTest {
  /// Says some bytes and keeps what it hears.
  private static final class Far implements ByteStream {
    private final InputStream says = new ByteArrayInputStream(new byte[] {1, 2, -1, 4, 5});
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private boolean closed;

    @Override
    public InputStream input() {
      return says;
    }

    @Override
    public OutputStream output() {
      return heard;
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public boolean lost() {
      return false;
    }
  }

  /// Counts, and adds one to each byte that is written.
  private static final class Counting extends FilterStream {
    private int read;

    Counting(ByteStream stream) {
      super(stream);
    }

    @Override
    protected int read(InputStream input, byte[] bytes, int offset, int length) throws IOException {
      int n = input.read(bytes, offset, length);
      read += Math.max(0, n);
      return n;
    }

    @Override
    protected void write(OutputStream output, byte[] bytes, int offset, int length)
        throws IOException {
      for (int i = offset; i < offset + length; i++) {
        output.write(bytes[i] + 1);
      }
    }
  }

  private final Far far = new Far();
  private final Counting stream = new Counting(far);

  @Test
  void noByteGetsByTheSubclassHoweverItIsRead() throws IOException {
    InputStream input = stream.input();
    assertEquals(1, input.read());
    assertEquals(1, input.skip(1));
    assertEquals(255, input.read());
    assertArrayEquals(new byte[] {4, 5}, input.readAllBytes());
    assertEquals(-1, input.read());
    assertEquals(5, stream.read);
  }

  @Test
  void noByteGetsByTheSubclassHoweverItIsWritten() throws IOException {
    OutputStream output = stream.output();
    output.write(255);
    output.write(new byte[] {1, 2});
    output.write(new byte[] {7, 8, 9}, 1, 1);
    output.flush();
    assertArrayEquals(new byte[] {0, 2, 3, 9}, far.heard.toByteArray());
  }

  @Test
  void closingEitherSideClosesTheStream() throws IOException {
    stream.input().close();
    assertTrue(far.closed);
    far.closed = false;
    stream.output().close();
    assertTrue(far.closed);
  }
}
