package dev.mooring.engine;

import dev.mooring.job.Progress;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Images of a local Docker or Podman.
public interface Engine extends AutoCloseable {

  /// In the user's words: "Docker 28.2 at unix:///var/run/docker.sock".
  String description();

  /// All images that it has, by their names; those without one come last. One request.
  ///
  /// @throws dev.mooring.problem.MooringException when the engine is gone or refuses
  List<LocalImage> images() throws InterruptedException;

  /// What it says of one image. Two requests, and no content.
  ///
  /// @param image its name or id
  /// @throws dev.mooring.problem.MooringException with the code IMAGE_MISSING where it has no such
  /// image; when it is gone or refuses
  InspectedImage inspect(String image) throws InterruptedException;

  /// Saves an image as a Docker archive.
  ///
  /// @throws dev.mooring.problem.MooringException when there is no such image, or the disk is
  /// full
  void save(String image, Path archive, Progress progress) throws InterruptedException;

  /// What the containers of this engine run on, as images say it: "linux/amd64".
  ///
  /// @throws dev.mooring.problem.MooringException when the engine is gone or refuses
  String platform() throws InterruptedException;

  /// Loads an image from an archive that is written while the engine reads it. Where writing fails
  /// the engine keeps nothing under the name.
  ///
  /// @param name what the archive calls the image
  /// @throws dev.mooring.problem.MooringException when the engine is gone or refuses, and what
  /// `archive` throws
  Loaded load(String name, Archive archive) throws InterruptedException;

  @Override
  void close();

  /// Writes an archive as `docker save` does.
  interface Archive {
    /// Blocks as long as the engine reads slowly.
    void writeTo(OutputStream out) throws InterruptedException;
  }

  /// An image as the engine has it.
  ///
  /// @param id of its configuration in Docker's older store, of its manifest in containerd's
  /// @param digests names with the digests that the engine keeps
  record Loaded(String id, List<String> digests) {
    /// Whether the engine knows the image by this digest.
    public boolean keeps(String digest) {
      return id.equals(digest) || digests.stream().anyMatch(each -> each.endsWith("@" + digest));
    }
  }

  /// @param id of its configuration in Docker's older store, of its manifest in containerd's
  /// @param names all repository:tag names; empty for untagged ones
  /// @param size in bytes, unpacked
  /// @param created null where the image doesn't say
  record LocalImage(String id, List<String> names, long size, @Nullable Instant created) {}
}
