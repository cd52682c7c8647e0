package dev.mooring.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An image as an engine describes it: what `docker inspect` and `docker history` say. Texts are
/// the image's own, bounded, and may hold control characters.
///
/// @param id of its configuration in Docker's older store, of its manifest in containerd's
/// @param names all repository:tag names
/// @param digests names with the digests that registries have it by; empty for what was built here
/// and never pushed
/// @param platform "linux/amd64"
/// @param size in bytes, unpacked
/// @param created empty where it isn't said, or is a date that reproducible builds write
/// @param layers how many there are
/// @param run how a container of it starts
/// @param labels in their order
/// @param steps of its build, the first first
public record InspectedImage(
    String id,
    List<String> names,
    List<String> digests,
    String platform,
    long size,
    Optional<Instant> created,
    String author,
    int layers,
    Run run,
    Map<String, String> labels,
    List<Step> steps) {
  public InspectedImage {
    names = List.copyOf(names);
    digests = List.copyOf(digests);
    steps = List.copyOf(steps);
  }

  /// How a container starts where nobody says otherwise.
  ///
  /// @param environment as `NAME=value`
  /// @param ports as `80/tcp`
  public record Run(
      List<String> entrypoint,
      List<String> command,
      List<String> environment,
      String user,
      String workingDirectory,
      List<String> ports,
      List<String> volumes) {
    public Run {
      entrypoint = List.copyOf(entrypoint);
      command = List.copyOf(command);
      environment = List.copyOf(environment);
      ports = List.copyOf(ports);
      volumes = List.copyOf(volumes);
    }
  }

  /// A step of the build.
  ///
  /// @param createdBy as the builder wrote it; empty where nothing is said
  /// @param comment empty for none
  /// @param size what it added in bytes; 0 where it made no layer
  public record Step(String createdBy, String comment, Optional<Instant> created, long size) {}
}
