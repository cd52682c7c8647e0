package dev.mooring.engine.docker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ArchivePipeTest {
  private final ArchivePipe pipe = new ArchivePipe();

  private static void write(OutputStream out, byte[] bytes, int from, int length) {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatSeveralThreadsWriteOneAfterTheOtherIsReadAsItIs() throws Exception {
    byte[] all = new byte[5_000_000];
    new Random(4).nextBytes(all);
    int part = 700_001;
    Thread chain =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int at = 0; at < all.length; at += part) {
                    int from = at;
                    Thread own =
                        Thread.ofVirtual()
                            .start(
                                () ->
                                    write(
                                        pipe.out(), all, from, Math.min(part, all.length - from)));
                    try {
                      own.join();
                    } catch (InterruptedException e) {
                      return;
                    }
                  }
                  pipe.end(null);
                });
    assertArrayEquals(all, pipe.in().readAllBytes());
    chain.join();
  }

  @Test
  void anArchiveThatFailedNeverEndsAsAWholeOne() throws Exception {
    write(pipe.out(), new byte[] {1, 2, 3}, 0, 3);
    pipe.end(new IllegalStateException("cut"));
    InputStream in = pipe.in();
    byte[] read = new byte[10];
    assertEquals(3, in.read(read, 0, 10));
    assertArrayEquals(new byte[] {1, 2, 3}, Arrays.copyOf(read, 3));
    IOException cut = assertThrows(IOException.class, in::read);
    assertEquals("cut", String.valueOf(cut.getCause().getMessage()));
  }

  @Test
  void whoeverWritesForNobodyIsTold() throws Exception {
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    pipe.in().readNBytes(100);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                  pipe.abandon();
                });
    assertThrows(
        UncheckedIOException.class, () -> write(pipe.out(), new byte[3 << 20], 0, 3 << 20));
    reader.join();
  }
}
