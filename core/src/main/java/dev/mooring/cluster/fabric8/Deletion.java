package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Deletes an object with all that it owns and waits until it is gone. One that was made anew
/// under the same name meanwhile is somebody else's.
final class Deletion {
  private final Api api;

  Deletion(Api api) {
    this.api = api;
  }

  /// @return false where there was none
  boolean delete(Call call, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Optional<KubeObject> present = api.get(call.as("get"));
    if (present.isEmpty()) {
      return false;
    }
    String uid = present.get().uid();
    Document options =
        Document.of(
            Map.of("apiVersion", "v1", "kind", "DeleteOptions", "propagationPolicy", "Foreground"));
    if (api.send(call, "DELETE", call.path(), Api.JSON, options).absent()) {
      return true;
    }
    long pause = 50;
    while (true) {
      Optional<KubeObject> left = api.get(call.as("get"));
      if (left.isEmpty() || !left.get().uid().equals(uid)) {
        return true;
      }
      if (System.nanoTime() >= deadline) {
        throw notGone(call, left.get(), limit);
      }
      Thread.sleep(pause);
      pause = Math.min(500, pause * 2);
    }
  }

  private static RuntimeException notGone(Call call, KubeObject left, Duration limit) {
    List<String> finalizers = left.at("metadata", "finalizers").texts();
    return new Problem(
            Code.STILL_DELETING,
            call.what(),
            finalizers.isEmpty()
                ? Messages.of("it-is-still-being-deleted", limit.toSeconds())
                : Messages.of(
                    "its-deletion-waits-for", limit.toSeconds(), String.join(", ", finalizers)),
            new Remedy.Command(
                Messages.of("see-what-holds-it-then-delete"),
                "kubectl describe "
                    + call.kind().plural()
                    + " "
                    + call.name()
                    + (call.namespace().isEmpty() ? "" : " -n " + call.namespace())))
        .raise();
  }
}
