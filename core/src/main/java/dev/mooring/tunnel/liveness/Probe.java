package dev.mooring.tunnel.liveness;

/// Who knows more of the way to the pod, and who wants to know.
@FunctionalInterface
public interface Probe {
  /// Whether the way stands, by asking anew.
  boolean answers() throws InterruptedException;

  /// Streams are open and nothing comes, or they were lost.
  default void silent(String why) {}

  /// An upload stands still: its reader may be slow, or the way may be gone. Must not block.
  default void stalled() {}

  /// Something came again.
  default void heard() {}
}
