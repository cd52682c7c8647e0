package dev.mooring.registry;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// A place that images are read from: a repository of a registry, a folder, an archive.
///
/// What it holds is hostile: manifests come with their digest checked, blobs are checked by whoever
/// reads them. Thread-safe, blocking.
public interface ImageSource {
  /// As people name it: "docker.io/library/redis".
  String name();

  /// What a tag names now, asked anew and without its content; empty when it is not there.
  Optional<Digest> digest(String reference) throws InterruptedException;

  /// What a tag names, or the manifest of a digest, byte for byte; empty when it is not there.
  Optional<Manifest> find(String reference) throws InterruptedException;

  /// Some of its tags.
  ///
  /// What a page says of the next one is the place's word, which may have no end: whoever wants all
  /// of them has to stop somewhere.
  ///
  /// @param from empty for the first page, else [TagPage#next] of the one before
  TagPage tags(String from) throws InterruptedException;

  /// What the place itself knows to be attached to a digest; empty where it keeps no such list, so
  /// that the tag of the referrers' fallback has to be looked at.
  Optional<List<Descriptor>> referrers(Digest subject) throws InterruptedException;

  /// The content of a blob.
  ///
  /// @param offset how many bytes are left out
  /// @return a stream that ends early, fails or is too long where the place is lost or lies
  /// @throws IOException when the way there is lost, which may pass
  InputStream open(Descriptor blob, long offset) throws IOException, InterruptedException;

  /// The same, where only so many bytes will be read: a place that can sends no more.
  ///
  /// @param length at least 1
  default InputStream open(Descriptor blob, long offset, long length)
      throws IOException, InterruptedException {
    return open(blob, offset);
  }
}
