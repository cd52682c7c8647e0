package dev.mooring.debug;

/// What a debug container runs.
///
/// @param pullPolicy as Kubernetes has it; "Never" for an image that the node has already
/// @param bringsDelve whether dlv is in it; else Mooring sends one
record DebugImage(String image, String pullPolicy, boolean bringsDelve) {

  static DebugImage helper(String image) {
    return new DebugImage(image, "IfNotPresent", true);
  }

  static DebugImage onNode(String image) {
    return new DebugImage(image, "Never", false);
  }
}
