package dev.mooring.debug.container;

/// What a debug container runs.
///
/// @param pullPolicy as Kubernetes has it; "Never" for an image that the node has already
/// @param bringsDelve whether dlv is in it; else Mooring sends one
public record DebugImage(String image, String pullPolicy, boolean bringsDelve) {

  public static DebugImage helper(String image) {
    return new DebugImage(image, "IfNotPresent", true);
  }

  public static DebugImage onNode(String image) {
    return new DebugImage(image, "Never", false);
  }
}
