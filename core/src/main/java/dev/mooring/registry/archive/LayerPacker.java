package dev.mooring.registry.archive;

import dev.mooring.platform.BlockOutput;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Region;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.function.LongConsumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Compresses layers, the same layer always to the same bytes: no name, no time, one fixed level.
public final class LayerPacker {
  private static final int BUFFER = 64 * 1024;

  private final @Nullable Path scratch;

  /// @param scratch where compressed layers wait for their upload; null for the system's place
  public LayerPacker(@Nullable Path scratch) {
    this.scratch = scratch;
  }

  /// A compressed layer in a file that is deleted when this is closed.
  public record Packed(Digest digest, Region content) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      content.file().close();
    }
  }

  /// @param read told of uncompressed bytes as they are read
  /// @throws dev.mooring.problem.MooringException when the layer is not what its config says
  public Packed pack(DockerArchive.Layer layer, LongConsumer read) throws IOException {
    Path file = create();
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try {
      MessageDigest plain = Digests.sha256();
      MessageDigest packed = Digests.sha256();
      try (InputStream in = layer.content().open();
          OutputStream out = gzip(new DigestOutputStream(keepOpen(channel), packed))) {
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          plain.update(buffer, 0, n);
          write(file, out, buffer, n);
          read.accept(n);
        }
      }
      if (!Digests.finish(plain).equals(layer.diffId())) {
        throw ArchiveProblems.damaged(
            Messages.of("the-layer-does-not-have-the", layer.diffId().brief()));
      }
      return new Packed(Digests.finish(packed), new Region(channel, 0, channel.size()));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void write(Path file, OutputStream out, byte[] buffer, int n) throws IOException {
    try {
      out.write(buffer, 0, n);
    } catch (IOException e) {
      if (ArchiveProblems.isFull(e)) {
        throw ArchiveProblems.unwritable(file, e);
      }
      throw e;
    }
  }

  private Path create() throws IOException {
    if (scratch == null) {
      return Files.createTempFile("mooring-layer", ".gz");
    }
    Files.createDirectories(scratch);
    return Files.createTempFile(scratch, "mooring-layer", ".gz");
  }

  // The level of crane: a fifth larger than the default and three times as fast.
  private static OutputStream gzip(OutputStream out) throws IOException {
    return new GZIPOutputStream(out, BUFFER) {
      {
        def.setLevel(Deflater.BEST_SPEED);
      }
    };
  }

  /// Closing the stream leaves the channel open for reading what was written.
  private static OutputStream keepOpen(FileChannel channel) {
    OutputStream out = Channels.newOutputStream(channel);
    return new BlockOutput() {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
      }
    };
  }
}
