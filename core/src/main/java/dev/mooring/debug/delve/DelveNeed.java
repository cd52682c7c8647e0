package dev.mooring.debug.delve;

/// For which program a Delve is needed.
///
/// @param goVersion that built it: "go1.26.8"; empty for a Go before 1.18
/// @param architecture in Go's words
public record DelveNeed(String goVersion, String architecture) {
  /// "go1.26.8, arm64".
  String words() {
    return (goVersion.isEmpty() ? Messages.of("a-version-before-1-18") : goVersion)
        + ", "
        + architecture;
  }

  /// Whether a release of Delve debugs it, as far as anybody can say.
  boolean isMetBy(DelveVersion version) {
    return version.objection(goVersion).isEmpty();
  }
}
