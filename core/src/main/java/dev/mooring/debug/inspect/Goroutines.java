package dev.mooring.debug.inspect;

import java.util.List;

/// The goroutines of a program at one moment, the largest group first.
///
/// @param total of those in the groups
/// @param more whether there are further groups
public record Goroutines(long total, boolean more, List<GoroutineGroup> groups) {
  public Goroutines {
    groups = List.copyOf(groups);
  }
}
