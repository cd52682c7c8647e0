package dev.mooring.registry.zstd;

import dev.mooring.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/// Frames are unpacked, or refused by an IOException, within the window that was given.
public final class ZstdFuzz implements FuzzTarget {
  private static final int WINDOW = 1 << 20;
  private static final int MOST = 8 << 20;

  @Override
  public void feed(byte[] input) {
    byte[] buffer = new byte[8192];
    try (ZstdInput in = new ZstdInput(new ByteArrayInputStream(input), WINDOW)) {
      long all = 0;
      for (int read = in.read(buffer); read >= 0 && all < MOST; read = in.read(buffer)) {
        all += read;
      }
    } catch (IOException e) {
      // They are none.
    }
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        // zstd -19, a checksum: compressed literals and sequences.
        FuzzTarget.base64(ZSTD_TEXT),
        // A raw block and a repeated byte; a skippable frame before them.
        FuzzTarget.base64("UCpNGAIAAAB4eSi1L/0gBxgAAGFiYyMAAHg="),
        FuzzTarget.base64("KLUv/SAAAQAA"));
  }

  private static final String ZSTD_TEXT =
      "KLUv/QRoDQsAckwkF3DZAVD6Q+kPpY//f1tskhUR6ek+vZs4gOrbZJ/h0azw+UPhdW5mTNfeZc/YDqHz"
          + "a3yYrLr/+Pl5L9lwPT++x/bNjPq7JGRFuZMkUcjv6Hf4HInXIT5BEF7MZUlXRXt3GeE8OrYBHRZF4e0E"
          + "8ftDzAi4AIEKp21C4ybjghwVOdbinsugwz0YNA2OIRRLckZSBX2ooSnaPfYz0EoijLYBQigMwX8CaSEQ"
          + "oWNTW3sGJhiUEvQNOdoiAMBTgRA8YCJY8I3ghECC7FBYiSh6AySGc3kZ27w5CfaqjiHc4uqzxFBdgR13"
          + "94MzH+GmQpjWWrjUy9kGIIbfakkfrpuET1kHl9xqtPoa14C78FutZdruKkFoD8BsDTurZoY0cC/89Ghc"
          + "LdcSTApuDHBgTlqxqm4iDXUvcIhSU8unAEMW///15C1N1MzZXUL06V+YWq4lmBRcDNeUt9y1ADW91JD8"
          + "qAL1J66k";
}
