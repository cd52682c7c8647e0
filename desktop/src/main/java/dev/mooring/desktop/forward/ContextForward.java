package dev.mooring.desktop.forward;

import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A forward, and the context that has it.
///
/// @param of the forwards of that context
record ContextForward(ForwardsViewModel of, ForwardStatus status) {
  String name() {
    return spec().name();
  }

  ForwardSpec spec() {
    return status.spec();
  }

  /// Whether it is the same one, whatever became of it.
  boolean is(ContextForward other) {
    return of.equals(other.of) && name().equals(other.name());
  }

  static Map<ForwardsViewModel, List<ForwardStatus>> byContext(List<ContextForward> all) {
    return all.stream()
        .collect(
            Collectors.groupingBy(
                ContextForward::of,
                LinkedHashMap::new,
                Collectors.mapping(ContextForward::status, Collectors.toList())));
  }
}
