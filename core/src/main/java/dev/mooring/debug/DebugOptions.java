package dev.mooring.debug;

import dev.mooring.problem.Problem;

/// @param helperImage has dlv at `/dbg/go/bin/dlv` and a shell
/// @param localPort 0 for any free one
/// @param localSource directory of the user's sources for editors; empty when not known
public record DebugOptions(String helperImage, int localPort, String localSource) {

  /// @throws dev.mooring.problem.MooringException when no helper image is named
  public DebugOptions {
    if (helperImage.isBlank()) {
      throw new Problem(
              "No debug helper image is set",
              "Delve comes into the pod in an image of its own, and Mooring ships none",
              "Name one that your nodes can pull, with dlv at /dbg/go/bin/dlv and a shell:"
                  + " mooring settings debugImage IMAGE")
          .raise();
    }
  }
}
