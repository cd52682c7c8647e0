package dev.mooring.cluster;

import java.util.List;

/// An object as a patch leaves it.
///
/// @param warnings what the API server and its admission webhooks said about it, for people
public record Patched(KubeObject object, List<String> warnings) {
  public Patched {
    warnings = List.copyOf(warnings);
  }
}
