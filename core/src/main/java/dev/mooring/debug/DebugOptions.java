package dev.mooring.debug;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;

/// @param helperImage has dlv at `/dbg/go/bin/dlv` and a shell
/// @param localPort 0 for any free one
/// @param localSource directory of the user's sources for editors; empty when not known
public record DebugOptions(String helperImage, int localPort, String localSource) {

  /// @throws dev.mooring.problem.MooringException when no helper image is named
  public DebugOptions {
    if (helperImage.isBlank()) {
      throw new Problem(
              Code.DEBUG_IMAGE_MISSING,
              "No debug helper image is set",
              "Delve comes in an image of its own, and Mooring ships none",
              new Remedy.Setting(
                  "Choose a Delve helper image that your nodes can pull, with dlv at /dbg/go/bin/dlv and a shell",
                  "debugImage",
                  ""))
          .raise();
    }
  }
}
