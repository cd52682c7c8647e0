package dev.mooring.registry.layer;

import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.registry.Digests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/// A layer is listed, or refused by an IOException; of one that is listed, every file can be begun
/// with. An index, hash or no hash, is read or refused.
public final class LayerFuzz implements FuzzTarget {
  private static final int HEAD = 40;

  @Override
  public void feed(byte[] input) {
    try {
      LayerIndex index = LayerIndex.read(new ByteArrayInputStream(input), each -> {});
      open(IndexFile.read(IndexFile.write(index)), input);
    } catch (IOException e) {
      // It is none.
    }
    if (input.length > HEAD) {
      index(input);
      byte[] signed = input.clone();
      byte[] hash = Digests.sha256().digest(Arrays.copyOfRange(input, HEAD, input.length));
      System.arraycopy(hash, 0, signed, 8, hash.length);
      System.arraycopy(IndexFile.KIND, 0, signed, 0, 8);
      index(signed);
    }
  }

  private static void index(byte[] file) {
    try {
      open(IndexFile.read(file), file);
    } catch (IOException e) {
      // It is none.
    }
  }

  private static void open(LayerIndex index, byte[] blob) {
    for (LayerEntry each : index.table().entries()) {
      Checkpoint from = index.before(each.offset());
      int start = (int) Math.min(from.packed, blob.length);
      try (InputStream in =
          index.resume(new ByteArrayInputStream(blob, start, blob.length - start), from)) {
        in.readNBytes(1000);
      } catch (IOException e) {
        // The index was not of this blob.
      }
    }
  }

  @Override
  public List<byte[]> seeds() {
    byte[] tar = new Tar().pax("path=b/c", "mtime=1.5").file("a", "x").file("d", "yy").bytes();
    try {
      byte[] packed = Tar.gzip(tar);
      return List.of(
          tar,
          packed,
          FuzzTarget.base64("KLUv/SAAAQAA"),
          IndexFile.write(LayerIndex.read(new ByteArrayInputStream(tar), each -> {})),
          IndexFile.write(LayerIndex.read(new ByteArrayInputStream(packed), each -> {})));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
