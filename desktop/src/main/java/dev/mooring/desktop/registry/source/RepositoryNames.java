package dev.mooring.desktop.registry.source;

import dev.mooring.registry.ImageRow;
import dev.mooring.registry.Names;
import dev.mooring.stack.Stack;
import java.util.List;

/// The repositories of a source.
///
/// @param names in natural order
/// @param odd what is listed besides and can be no repository
/// @param note why there may be others; empty where these are all
public record RepositoryNames(List<String> names, List<ImageRow> odd, String note) {
  public RepositoryNames {
    names = List.copyOf(names);
    odd = List.copyOf(odd);
  }

  /// How many there are besides Mooring's own.
  public int count() {
    return (int) names.stream().filter(each -> !Stack.owns(each)).count();
  }

  static RepositoryNames all(Names names) {
    return new RepositoryNames(names.valid(), names.odd(), "");
  }

  static RepositoryNames some(List<String> names, String note) {
    return new RepositoryNames(names, List.of(), note);
  }
}
