package dev.mooring.desktop.registry.image;

import java.util.Locale;

/// Which files of an image are listed.
///
/// @param text in their names, or with a slash in their paths; empty for all
/// @param part which of them at all
record Wanted(String text, Part part) {
  static final Wanted ALL = new Wanted("", new Part.All());

  sealed interface Part {
    record All() implements Part {}

    /// Those that take room and are not shown.
    record Wasted() implements Part {}

    /// Those that one layer put there.
    ///
    /// @param layer from 1
    record Layer(int layer) implements Part {}
  }

  /// Whether that is the whole tree.
  boolean isAll() {
    return text.isEmpty() && part instanceof Part.All;
  }

  boolean fits(String path) {
    if (text.isEmpty()) {
      return true;
    }
    String where = text.contains("/") ? "/" + path : path.substring(path.lastIndexOf('/') + 1);
    return where.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
  }
}
