package dev.mooring.registry.archive;

import dev.mooring.registry.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/// A folder of archives that this machine cannot mount. Thread-safe, blocking.
///
/// Paths are relative to it, parts separated by slashes: "blobs/sha256/0123...". Links are never
/// followed: whatever leads over one is refused as a
/// [dev.mooring.problem.MooringException]. A lost connection is an `IOException`.
public interface RemoteFolder {
  /// As people name it.
  String name();

  /// One entry. What is neither file nor folder, or has a name that Mooring writes nowhere, is
  /// odd.
  record Entry(String name, Kind kind, long size) {
    /// What an entry is.
    public enum Kind {
      FILE,
      FOLDER,
      ODD
    }
  }

  /// What is in a folder, sorted; nothing where there is none.
  ///
  /// @param path empty for this folder itself
  List<Entry> list(String path) throws IOException, InterruptedException;

  /// How long a file is; empty where there is none.
  OptionalLong size(String path) throws IOException, InterruptedException;

  /// The digest of a file's content, found there; empty where there is none.
  Optional<Digest> digest(String path) throws IOException, InterruptedException;

  /// The content of a file.
  ///
  /// @param offset how many bytes are left out
  /// @throws java.nio.file.NoSuchFileException where there is none
  InputStream open(String path, long offset) throws IOException, InterruptedException;

  /// Stores a file, in folders that are made for it. It has its name once it is whole and has the
  /// digest.
  ///
  /// @param moved told of bytes that were sent
  void store(String path, long size, Digest digest, InputStream content, LongConsumer moved)
      throws IOException, InterruptedException;

  /// Removes what runs that were cut off left in a folder.
  void clean(String path) throws IOException, InterruptedException;

  /// Returns when all that was stored is on its disk.
  void sync() throws IOException, InterruptedException;
}
