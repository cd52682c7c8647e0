package dev.mooring.deploy;

/// How far a workload has got with the pods of its newest template, as `kubectl rollout status`
/// judges it.
///
/// @param updated pods that have it
/// @param ready those of them that serve
/// @param wanted how many there should be
/// @param old pods of a former template that are still there
/// @param done whether nothing is left to do
/// @param failed whether the workload gave up (ProgressDeadlineExceeded)
/// @param trouble what keeps a pod from starting: "hello-1: ImagePullBackOff: ...";
/// empty for nothing
public record Rollout(
    long updated, long ready, long wanted, long old, boolean done, boolean failed, String trouble) {

  /// Whether waiting on makes no sense.
  public boolean isOver() {
    return done || failed;
  }
}
