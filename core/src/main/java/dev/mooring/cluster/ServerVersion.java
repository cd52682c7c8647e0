package dev.mooring.cluster;

/// The API server's version: "v1.35.4".
public record ServerVersion(int major, int minor, String gitVersion) {
  public boolean atLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }
}
