package dev.mooring.debug;

import java.util.List;

/// What debugging can do with one container.
///
/// @param possible whether Attach can be tried
/// @param reasons blockers first, each with what to do
/// @param facts what is known: uid, gid, Pod Security, node architecture, probes
public record Verdict(
    String namespace,
    String pod,
    String container,
    boolean possible,
    List<String> reasons,
    List<Fact> facts) {
  /// @param name "runs as"
  /// @param value "uid 1000, gid 0"
  public record Fact(String name, String value) {}
}
