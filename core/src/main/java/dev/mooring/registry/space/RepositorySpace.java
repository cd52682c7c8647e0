package dev.mooring.registry.space;

import dev.mooring.problem.Problem;
import java.util.List;
import java.util.Optional;

/// What a repository's tags lead to.
///
/// @param size bytes of all of it, each part once
/// @param unique bytes that no tag of another repository leads to
/// @param tags without those of signatures and the like, whose bytes are counted all the same
/// @param problem why its tags could not be listed
public record RepositorySpace(
    String repository, long size, long unique, List<ImageSpace> tags, Optional<Problem> problem) {

  public RepositorySpace {
    tags = List.copyOf(tags);
  }

  /// Bytes that other repositories lead to as well.
  public long shared() {
    return size - unique;
  }
}
