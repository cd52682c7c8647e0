package dev.mooring.debug.container;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.List;

/// The images that a debug container may run: the first with which it starts. One that did not
/// start is not tried again.
public final class DebugImages {
  private final List<DebugImage> left;

  public DebugImages(List<DebugImage> all) {
    left = new ArrayList<>(all);
  }

  /// Starts a container.
  @FunctionalInterface
  public interface Start<T> {
    T with(DebugImage image) throws InterruptedException;
  }

  public DebugImage now() {
    return left.getFirst();
  }

  /// @throws MooringException what the last said, or what is no fault of the image
  public <T> T first(Start<T> start, Progress progress) throws InterruptedException {
    MooringException last = null;
    for (DebugImage each : List.copyOf(left)) {
      try {
        T started = start.with(each);
        left.remove(each);
        left.addFirst(each);
        return started;
      } catch (MooringException e) {
        if (each.bringsDelve() || !(startsNot(e.problem()) || isRefused(e.problem()))) {
          throw e;
        }
        if (startsNot(e.problem())) {
          left.remove(each);
        }
        progress.step(Messages.of("cannot-start-with", each.image(), e.problem().why()));
        last = e;
      }
    }
    if (last == null) {
      throw new IllegalStateException("no image was left, which was told before");
    }
    throw isRefused(last.problem()) ? last : noShell(last);
  }

  private static boolean startsNot(Problem problem) {
    return problem.code() == Code.IMAGE_NOT_PULLED || problem.code() == Code.DEBUG_CONTAINER_FAILED;
  }

  /// Other policies than that of the platform may permit images by name.
  private static boolean isRefused(Problem problem) {
    return problem.code() == Code.DEBUG_CONTAINER_REFUSED
        && !(problem.why() + problem.detail()).contains("PodSecurity");
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
