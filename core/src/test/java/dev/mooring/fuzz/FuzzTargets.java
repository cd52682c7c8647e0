package dev.mooring.fuzz;

import java.util.List;

/// Every reader of bytes from outside.
public final class FuzzTargets {
  private static final List<String> ALL = List.of("document.JsonFuzz", "document.YamlFuzz");

  private FuzzTargets() {}

  static List<String> all() {
    return ALL;
  }

  static FuzzTarget of(String name) throws ReflectiveOperationException {
    return (FuzzTarget) Class.forName("dev.mooring." + name).getDeclaredConstructor().newInstance();
  }
}
