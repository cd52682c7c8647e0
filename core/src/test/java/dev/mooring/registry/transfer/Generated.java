package dev.mooring.registry.transfer;

import dev.mooring.document.Document;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSink;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Images of any size that no disk holds before they are pushed.
public final class Generated {
  private Generated() {}

  /// Stores a layer of repeated noise; its descriptor.
  static Map<String, Object> push(ImageSink to, int seed, long size) throws Exception {
    byte[] noise = new byte[1 << 20];
    new Random(seed).nextBytes(noise);
    MessageDigest hash = Digests.sha256();
    for (long at = 0; at < size; at += noise.length) {
      hash.update(noise, 0, (int) Math.min(noise.length, size - at));
    }
    Descriptor blob = Descriptor.of(MediaTypes.OCI_LAYER_TAR, Digests.finish(hash), size);
    to.store(blob, offset -> new Repeated(noise, offset), moved -> {});
    Map<String, Object> raw = new LinkedHashMap<>();
    raw.put("mediaType", blob.mediaType());
    raw.put("digest", blob.digest().text());
    raw.put("size", size);
    return raw;
  }

  /// Stores an image of these layers under a tag.
  public static Digest image(
      ImageSink to, byte[] config, List<Map<String, Object>> layers, String tag) throws Exception {
    Map<String, Object> described =
        Archives.descriptor("application/vnd.oci.image.config.v1+json", config);
    to.store(
        Descriptor.of(Document.of(described)),
        offset -> new ByteArrayInputStream(config),
        moved -> {});
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
    manifest.put("config", described);
    manifest.put("layers", layers);
    Manifest made = Manifest.of(Document.of(manifest));
    to.store(made, tag);
    return made.digest();
  }

  private static final class Repeated extends InputStream {
    private final byte[] noise;
    private long at;

    Repeated(byte[] noise, long at) {
      this.noise = noise;
      this.at = at;
    }

    @Override
    public int read() {
      return noise[(int) (at++ % noise.length)] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      int place = (int) (at % noise.length);
      int some = Math.min(length, noise.length - place);
      System.arraycopy(noise, place, into, from, some);
      at += some;
      return some;
    }
  }
}
