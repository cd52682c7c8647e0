package dev.mooring.forward.running;

import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// When a forward through the mesh is started again by itself. Its way is found at its start, so it
/// cannot listen and wait as others do while the cluster does not answer.
///
/// Thread-safe.
final class Retries {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /// No start takes that long.
  private static final Duration UNDER_WAY = Duration.ofMinutes(5);

  /// What passes without anybody's doing.
  private static final Set<Code> PASSING =
      EnumSet.of(
          Code.API_BUSY,
          Code.API_FAILED,
          Code.CLUSTER_UNREACHABLE,
          Code.CONNECTION_LOST,
          Code.ISTIOD_UNREACHABLE,
          Code.NOT_READY,
          Code.POD_GONE,
          Code.POD_UNREACHABLE);

  private final Map<String, Long> at = new HashMap<>();

  static boolean helps(ForwardSpec spec, ForwardStatus.State state) {
    return spec.as() != null
        && state instanceof ForwardStatus.State.Failed(Problem why)
        && PASSING.contains(why.code());
  }

  /// Whether it is time; the next time comes a while after [#tried].
  synchronized boolean due(String name) {
    long now = System.nanoTime();
    Long next = at.putIfAbsent(name, now + PAUSE.toNanos());
    if (next == null || now - next < 0) {
      return false;
    }
    at.put(name, now + UNDER_WAY.toNanos());
    return true;
  }

  synchronized void tried(String name) {
    at.put(name, System.nanoTime() + PAUSE.toNanos());
  }

  synchronized void forget(String name) {
    at.remove(name);
  }
}
