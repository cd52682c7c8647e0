package dev.mooring.registry;

import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// A place that images are written to: a repository of a registry, a folder, an archive.
///
/// Whoever writes stores blobs first, then the manifests that name them, the tag last.
/// Thread-safe, blocking.
public interface ImageSink {
  /// As people name it: "localhost:5000/library/redis".
  String name();

  /// What a tag names now, or whether the manifest of a digest is there; empty when it is not.
  Optional<Digest> digest(String reference) throws InterruptedException;

  /// What a tag names; empty when it is not there.
  Optional<Manifest> find(String tag) throws InterruptedException;

  /// Whether a blob is there.
  boolean has(Descriptor blob) throws InterruptedException;

  /// What the place itself lists as attached to a digest; empty where it keeps no such list.
  default Optional<List<Descriptor>> referrers(Digest subject) throws InterruptedException {
    return Optional.empty();
  }

  /// Told of all blobs before the first of them comes: a place that has to make room makes it now.
  ///
  /// @throws dev.mooring.problem.MooringException where there is none
  default void expect(List<Descriptor> blobs) throws InterruptedException {}

  /// Stores a blob unless it is there. After a lost connection it goes on where the place says that
  /// it got to.
  ///
  /// @param content opened once more after each loss, at what was kept
  /// @param moved told of bytes that are there, and of negative ones when they have to come again
  /// @return whether content was sent
  /// @throws dev.mooring.problem.MooringException when it cannot be stored, and what `content`
  /// throws
  boolean store(Descriptor blob, BlobContent content, LongConsumer moved)
      throws InterruptedException;

  /// Stores a manifest under a tag or its digest.
  ///
  /// @return whether the place itself lists it among the referrers of its subject
  boolean store(Manifest manifest, String reference) throws InterruptedException;
}
