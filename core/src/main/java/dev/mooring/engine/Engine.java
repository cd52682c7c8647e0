package dev.mooring.engine;

import dev.mooring.job.Progress;
import java.nio.file.Path;
import java.util.List;

/// Images of a local Docker or Podman.
public interface Engine extends AutoCloseable {

  /// In the user's words: "Docker 28.2 at unix:///var/run/docker.sock".
  String description();

  /// All images that it has, by their names; those without one come last. One request.
  ///
  /// @throws dev.mooring.problem.MooringException when the engine is gone or refuses
  List<LocalImage> images() throws InterruptedException;

  /// Saves an image as a Docker archive.
  ///
  /// @throws dev.mooring.problem.MooringException when there is no such image, or the disk is
  /// full
  void save(String image, Path archive, Progress progress) throws InterruptedException;

  @Override
  void close();

  /// @param names all repository:tag names; empty for untagged ones
  record LocalImage(String id, List<String> names, long size) {}
}
