package dev.mooring.registry.tree;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A step of an image's build, as its history tells it. Texts are the image's own.
///
/// @param createdBy as it is written; empty where nothing is
/// @param comment empty for none
/// @param created empty where it is not said, or is a date that reproducible builds write
/// @param layer which layer it made, from 0; empty where it made none
public record BuildStep(
    String createdBy, String comment, Optional<Instant> created, Optional<Integer> layer) {

  /// The line of a Dockerfile that made it, as far as the history tells: without the shell and the
  /// marks that builders write around it. A comment (`# ...`) where another tool made it; empty
  /// where nothing is said.
  public String instruction() {
    String instruction = Instructions.clean(createdBy);
    return instruction.isEmpty() && !comment.isEmpty() ? "# " + comment.strip() : instruction;
  }

  /// The same in as many lines as its author is likely to have written.
  public List<String> lines() {
    return Instructions.lines(instruction());
  }
}
