package dev.mooring.desktop.terminal;

import dev.mooring.registry.ImageRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The images that registries listed last, one a line, as they are typed: REPOSITORY:TAG, or
/// REPOSITORY where it has no tags, of the cluster's own registry; NAME/REPOSITORY:TAG of an added
/// one. Registries' names are strangers' words.
record ImageNames(Path file) {
  static final int MOST = 5_000;

  /// As the distribution specification has them, without what a path or a shell would take apart.
  private static final Pattern NAME =
      Pattern.compile(
          "(?=[^:]{1,255}(?::|$))[a-z0-9]+(?:(?:[._-]+|/)[a-z0-9]+)*"
              + "(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?");

  List<String> all() {
    return names().all();
  }

  /// Of the registry that names without a host mean.
  ///
  /// @param prefix that all have which could have been listed; others stay known
  /// @param names of images
  /// @param added names of registries that were added, before whose images they stand
  void set(String prefix, List<String> names, List<String> added) {
    Predicate<String> elsewhere = name -> added.contains(name.replaceFirst("/.*", ""));
    names()
        .change(
            known -> {
              known.removeIf(each -> each.startsWith(prefix) && !elsewhere.test(each));
              names.stream().filter(elsewhere.negate()).forEach(known::add);
            });
  }

  /// Of a registry that was added.
  ///
  /// @param registry its name
  void setIn(String registry, String prefix, List<String> names) {
    String before = registry + "/";
    names()
        .change(
            known -> {
              known.removeIf(each -> each.startsWith(before + prefix));
              names.forEach(each -> known.add(before + each));
            });
  }

  NamesFile names() {
    return new NamesFile(file, NAME, MOST);
  }

  /// Gathers the names of a list, no more than are kept.
  static final class Gathered {
    private final List<String> names = new ArrayList<>();

    void add(ImageRow row) {
      if (names.size() < MOST) {
        names.add(row.tag().isEmpty() ? row.repository() : row.repository() + ":" + row.tag());
      }
    }

    List<String> names() {
      return names;
    }
  }
}
