package dev.mooring.registry.archive;

import dev.mooring.registry.BlobContent;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import java.io.IOException;
import java.util.function.LongConsumer;

/// A layout that is written.
public interface WritableContent extends Content, AutoCloseable {

  /// Whether a blob is there and has its digest: what an interrupted run left is read once.
  boolean has(Descriptor blob) throws IOException;

  /// Stores a blob that is not there; nothing remains under its name that has another digest.
  void store(Descriptor blob, BlobContent content, LongConsumer moved)
      throws IOException, InterruptedException;

  void store(Digest digest, byte[] manifest) throws IOException;

  /// Writes the list of images. What was stored before is complete by then.
  void list(byte[] index) throws IOException;

  /// All is there: a file gets its name.
  void finish(byte[] index) throws IOException;

  @Override
  void close() throws IOException;
}
