package dev.mooring.desktop.registry.compare;

import java.util.List;

/// A line of what differs. Its texts can be shown as they are.
///
/// @param name of a heading, a setting, a package, or a file
/// @param before what the first image has; empty for nothing
/// @param after the same of the second
/// @param more what else is to be said
/// @param note a sentence where there are no lines to show
/// @param lines how a text changed, as a unified diff; or all of what is before and after
/// @param children of a heading
record DifferenceRow(
    Kind kind,
    String name,
    String before,
    String after,
    String more,
    String note,
    List<String> lines,
    List<DifferenceRow> children) {

  DifferenceRow {
    lines = List.copyOf(lines);
    children = List.copyOf(children);
  }

  enum Kind {
    HEADING(""),
    ADDED("+"),
    REMOVED("\u2212"),
    CHANGED("~"),
    UNSURE("?"),
    SAME("=");

    private final String sign;

    Kind(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }

    /// For whoever hears it.
    String words() {
      return switch (this) {
        case HEADING -> "";
        case ADDED -> Messages.of("added");
        case REMOVED -> Messages.of("removed");
        case CHANGED -> Messages.of("changed");
        case UNSURE -> Messages.of("unclear");
        case SAME -> Messages.of("the-same");
      };
    }

    static Kind of(String before, String after) {
      return before.isEmpty() ? ADDED : after.isEmpty() ? REMOVED : CHANGED;
    }
  }

  boolean isHeading() {
    return kind == Kind.HEADING;
  }

  /// Whether any of its texts has this one in it; it has to be in lower case.
  boolean has(String text) {
    return contains(name, text) || contains(before, text) || contains(after, text);
  }

  private static boolean contains(String all, String text) {
    return all.toLowerCase(java.util.Locale.ROOT).contains(text);
  }

  DifferenceRow with(List<DifferenceRow> others) {
    return new DifferenceRow(kind, name, before, after, more, note, lines, others);
  }
}
