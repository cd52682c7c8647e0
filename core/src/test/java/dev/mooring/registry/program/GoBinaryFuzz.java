package dev.mooring.registry.program;

import dev.mooring.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// A program file is read as a Go program or as none; nothing is thrown.
public final class GoBinaryFuzz implements FuzzTarget {

  @Override
  public void feed(byte[] input) throws Exception {
    RandomBytes file =
        (offset, length) -> {
          if (length < 0 || length > ElfFile.LARGEST_READ || offset < 0) {
            throw new IllegalStateException(length + " bytes at " + offset);
          }
          int from = (int) Math.min(offset, input.length);
          return Arrays.copyOfRange(input, from, Math.min(input.length, from + length));
        };
    GoBinary.read(file).ifPresent(GoBinary::words);
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(program(true), program(false));
  }

  /// One section, named .go.buildinfo, or one writable segment.
  private static byte[] program(boolean named) {
    ByteBuffer file = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    file.putShort(18, (short) 62);
    file.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 1);
    file.putInt(64, 1).putInt(68, 6).putLong(72, 512).putLong(96, 256);
    if (named) {
      file.putLong(40, 128).putShort(58, (short) 64).putShort(60, (short) 2);
      file.putShort(62, (short) 1);
      file.putInt(128, 1).putLong(128 + 24, 512).putLong(128 + 32, 256);
      file.putInt(192, 0).putLong(192 + 24, 300).putLong(192 + 32, 32);
      file.put(301, ".go.buildinfo\0".getBytes(StandardCharsets.US_ASCII));
    }
    file.put(512, "\u00ff Go buildinf:\u0008\2".getBytes(StandardCharsets.ISO_8859_1));
    String info = "path\tmain\nmod\tm\nbuild\t-gcflags=\"all=-N -l\"\nbuild\t-trimpath=true\n";
    file.put(544, (byte) 8).put(545, "go1.26.8".getBytes(StandardCharsets.US_ASCII));
    file.put(553, (byte) (32 + info.length()));
    file.put(570, info.getBytes(StandardCharsets.US_ASCII));
    return file.array();
  }
}
