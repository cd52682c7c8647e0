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
              Messages.of("no-debug-helper-image-is-set"),
              Messages.of("delve-comes-in-an-image-of"),
              new Remedy.Setting(Messages.of("choose-a-delve-helper-image-that"), "debugImage", ""))
          .raise();
    }
  }
}
