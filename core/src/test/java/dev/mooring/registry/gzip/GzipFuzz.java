package dev.mooring.registry.gzip;

import dev.mooring.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Gzip is unpacked as the JDK does it, or refused by an IOException; so is what begins in the
/// middle.
public final class GzipFuzz implements FuzzTarget {
  private static final int MOST = 8 << 20;

  @Override
  public void feed(byte[] input) {
    byte[] own = null;
    try (GzipInput in = new GzipInput(new ByteArrayInputStream(input))) {
      own = in.readNBytes(MOST);
    } catch (IOException e) {
      // It is none.
    }
    try (GzipInput in =
        new GzipInput(new ByteArrayInputStream(input), input.length & 7, new byte[500])) {
      in.readNBytes(MOST);
    } catch (IOException e) {
      // It is none.
    }
    if (own != null) {
      compare(input, own);
    }
  }

  private static void compare(byte[] input, byte[] own) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(input))) {
      if (!Arrays.equals(own, in.readNBytes(MOST))) {
        throw new AssertionError("other content than the JDK's");
      }
    } catch (IOException e) {
      // The JDK minds more of a header.
    }
  }

  @Override
  public List<byte[]> seeds() {
    try {
      ByteArrayOutputStream members = new ByteArrayOutputStream();
      members.writeBytes(GzipInputTest.gzip("ab".getBytes(StandardCharsets.UTF_8), 9, 0));
      members.writeBytes(GzipInputTest.gzip(new byte[300], 6, 0));
      return List.of(
          members.toByteArray(),
          GzipInputTest.gzip(GzipInputTest.mixed(3000), 6, 0),
          GzipInputTest.gzip(GzipInputTest.mixed(500), 0, 0));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
