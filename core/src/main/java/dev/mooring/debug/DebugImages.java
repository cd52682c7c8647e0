package dev.mooring.debug;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.List;

/// The images that a debug container may run: the first with which it starts. One that did not
/// start is not tried again.
final class DebugImages {
  private final List<DebugImage> left;

  DebugImages(List<DebugImage> all) {
    left = new ArrayList<>(all);
  }

  /// Starts a container.
  @FunctionalInterface
  interface Start {
    DebugContainer with(DebugImage image) throws InterruptedException;
  }

  DebugImage now() {
    return left.getFirst();
  }

  /// @throws MooringException what the last said, or what is no fault of the image
  DebugContainer first(Start start, Progress progress) throws InterruptedException {
    while (true) {
      try {
        return start.with(now());
      } catch (MooringException e) {
        Code code = e.problem().code();
        boolean ofImage = code == Code.IMAGE_NOT_PULLED || code == Code.DEBUG_CONTAINER_FAILED;
        if (!ofImage || now().bringsDelve()) {
          throw e;
        }
        if (left.size() == 1) {
          throw noShell(e);
        }
        progress.step(Messages.of("cannot-start-with", now().image(), e.problem().why()));
        left.removeFirst();
      }
    }
  }

  private static MooringException noShell(MooringException last) {
    return new Problem(
            Code.DEBUG_IMAGE_MISSING,
            Messages.of("no-image-with-a-shell"),
            last.problem().why(),
            new Remedy.Setting(Messages.of("set-a-helper-image"), "debugImage", ""),
            last.problem().detail())
        .raise(last);
  }
}
