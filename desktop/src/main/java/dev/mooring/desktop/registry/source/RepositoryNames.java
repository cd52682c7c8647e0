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
/// @param more whether there are so many others that nobody reads them
public record RepositoryNames(List<String> names, List<ImageRow> odd, String note, boolean more) {
  public RepositoryNames {
    names = List.copyOf(names);
    odd = List.copyOf(odd);
  }

  /// How many there are besides Mooring's own.
  public int count() {
    return (int) names.stream().filter(each -> !Stack.owns(each)).count();
  }

  /// The same as people read it: "12", or "10000+".
  public String counted() {
    return counted(count(), more);
  }

  /// @param more whether there are more than those that were counted
  public static String counted(long count, boolean more) {
    return more ? Messages.of("more-than", count) : String.valueOf(count);
  }

  static RepositoryNames all(Names names) {
    return new RepositoryNames(names.valid(), names.odd(), "", names.more());
  }

  static RepositoryNames some(List<String> names, String note) {
    return new RepositoryNames(names, List.of(), note, false);
  }
}
