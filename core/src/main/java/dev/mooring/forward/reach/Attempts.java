package dev.mooring.forward.reach;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/// Callers who try a pod. Trying one that is gone can take ten seconds to fail, so a caller is
/// called off once its pod is no longer the one to try.
///
/// Thread-safe.
final class Attempts {
  /// One caller and the pod it tries.
  static final class Attempt {
    private final Thread caller = Thread.currentThread();
    private final ReadyPod pod;
    private boolean calledOff;

    private Attempt(ReadyPod pod) {
      this.pod = pod;
    }

    ReadyPod pod() {
      return pod;
    }
  }

  private final Set<Attempt> running = new HashSet<>();

  /// By the caller's thread.
  synchronized Attempt begin(ReadyPod pod) {
    Attempt attempt = new Attempt(pod);
    running.add(attempt);
    return attempt;
  }

  /// Whether it was called off; the caller's thread is then free of that interrupt.
  synchronized boolean end(Attempt attempt) {
    if (running.remove(attempt) && attempt.calledOff) {
      Thread.interrupted();
    }
    return attempt.calledOff;
  }

  synchronized void callOff(Predicate<ReadyPod> which) {
    for (Attempt each : running) {
      if (!each.calledOff && which.test(each.pod)) {
        each.calledOff = true;
        each.caller.interrupt();
      }
    }
  }
}
