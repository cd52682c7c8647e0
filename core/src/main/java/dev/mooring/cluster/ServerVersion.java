package dev.mooring.cluster;

/// The API server's version: "v1.35.4".
///
/// @param major 0 where the server writes no number
/// @param minor without the "+" that some distributions add; 0 where there is no number
/// @param gitVersion whole, as the server says it
public record ServerVersion(int major, int minor, String gitVersion) {
  /// Whether it is this version or a later one.
  public boolean atLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }
}
