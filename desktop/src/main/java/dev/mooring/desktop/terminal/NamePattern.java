package dev.mooring.desktop.terminal;

/// What files are meant by a pattern: `*` stands for any text and `?` for one character. With a
/// slash it is compared with the path from the root, else with the name alone.
record NamePattern(String text) {

  /// @param path without a slash in front
  boolean matches(String path) {
    return text.isEmpty()
        || (text.contains("/")
            ? fits(text.startsWith("/") ? text.substring(1) : text, path)
            : fits(text, path.substring(path.lastIndexOf('/') + 1)));
  }

  /// Takes at most as many steps as the product of both lengths.
  private static boolean fits(String pattern, String name) {
    int at = 0;
    int i = 0;
    int star = -1;
    int from = 0;
    while (at < name.length()) {
      if (i < pattern.length() && pattern.charAt(i) == '*') {
        star = i++;
        from = at;
      } else if (i < pattern.length()
          && (pattern.charAt(i) == '?' || pattern.charAt(i) == name.charAt(at))) {
        i++;
        at++;
      } else if (star >= 0) {
        i = star + 1;
        at = ++from;
      } else {
        return false;
      }
    }
    while (i < pattern.length() && pattern.charAt(i) == '*') {
      i++;
    }
    return i == pattern.length();
  }
}
