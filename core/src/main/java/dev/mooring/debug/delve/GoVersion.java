package dev.mooring.debug.delve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of Go.
///
/// @param minor 26 of "go1.26.8"; -1 where it is not known
/// @param patch 8 of "go1.26.8"; 0 where there is none
record GoVersion(int minor, int patch, String text) {
  private static final Pattern FORM =
      Pattern.compile("(?:go|devel go)?1\\.(\\d{1,3})(?:\\.(\\d{1,3}))?\\D?.*");

  /// @param text as programs and `go env GOVERSION` give it
  static GoVersion of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return new GoVersion(-1, 0, text);
    }
    String patch = form.group(2);
    return new GoVersion(
        Integer.parseInt(form.group(1)), patch == null ? 0 : Integer.parseInt(patch), text);
  }

  boolean known() {
    return minor >= 0;
  }

  /// "Go 1.26.8".
  String words() {
    return "Go " + text.replaceFirst("^go", "");
  }
}
