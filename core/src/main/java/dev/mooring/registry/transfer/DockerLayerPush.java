package dev.mooring.registry.transfer;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.Meter;
import dev.mooring.registry.Region;
import dev.mooring.registry.archive.DockerArchive;
import dev.mooring.registry.archive.LayerPacker;
import dev.mooring.registry.distribution.BlobUpload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.security.MessageDigest;
import java.util.Optional;

/// Pushes one layer of a Docker archive: compressed ones as they are, others compressed, unless the
/// registry is known to have the result.
final class DockerLayerPush {
  private static final String OCI_ZSTD = "application/vnd.oci.image.layer.v1.tar+zstd";

  private final BlobUpload upload;
  private final LayerMemory memory;
  private final LayerPacker packer;
  private final Meter meter;

  DockerLayerPush(BlobUpload upload, LayerMemory memory, LayerPacker packer, Meter meter) {
    this.upload = upload;
    this.memory = memory;
    this.packer = packer;
    this.meter = meter;
  }

  /// @return what the manifest says of the layer
  Descriptor push(DockerArchive.Layer layer) throws InterruptedException {
    try {
      return layer.packing() == DockerArchive.Packing.NONE ? packed(layer) : asItIs(layer);
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw new InterruptedException("the push was cancelled");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Descriptor asItIs(DockerArchive.Layer layer) throws IOException, InterruptedException {
    MessageDigest hash = Digests.sha256();
    try (InputStream in = layer.content().open()) {
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hash.update(buffer, 0, n);
      }
    }
    Digest digest = Digests.finish(hash);
    upload.upload(digest, layer.content(), meter::add);
    return Descriptor.of(
        layer.packing() == DockerArchive.Packing.ZSTD ? OCI_ZSTD : MediaTypes.DOCKER_LAYER_GZIP,
        digest,
        layer.content().size());
  }

  private Descriptor packed(DockerArchive.Layer layer) throws IOException, InterruptedException {
    long size = layer.content().size();
    Optional<Descriptor> known = memory.get(layer.diffId());
    if (known.isPresent() && upload.isThere(known.get().digest())) {
      meter.add(size);
      return known.get();
    }
    // Half of the work is compressing, half is sending.
    long[] read = new long[1];
    try (LayerPacker.Packed packed =
        packer.pack(
            layer,
            n -> {
              meter.add((read[0] + n) / 2 - read[0] / 2);
              read[0] += n;
            })) {
      Region content = packed.content();
      long[] sent = new long[1];
      upload.upload(
          packed.digest(),
          content,
          n -> {
            long before = scaled(sent[0], content.size(), size);
            sent[0] += n;
            meter.add(scaled(sent[0], content.size(), size) - before);
          });
      Descriptor descriptor =
          Descriptor.of(MediaTypes.DOCKER_LAYER_GZIP, packed.digest(), content.size());
      memory.put(layer.diffId(), descriptor);
      return descriptor;
    }
  }

  private static long scaled(long sent, long packed, long size) {
    return packed == 0 ? 0 : (long) ((double) sent / packed * (size - size / 2));
  }
}
