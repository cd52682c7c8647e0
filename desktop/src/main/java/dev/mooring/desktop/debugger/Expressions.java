package dev.mooring.desktop.debugger;

/// What in a line of Go can be looked up.
final class Expressions {
  private static final int LONGEST = 200;

  private Expressions() {}

  /// The name at a character, with what it is a part of before it: "order.Items" where the mouse is
  /// on "Items". Empty where there's none.
  static String at(String line, int character) {
    if (character < 0 || character >= line.length() || !isPart(line.charAt(character))) {
      return "";
    }
    int end = character;
    while (end < line.length() && isPart(line.charAt(end))) {
      end++;
    }
    int begin = character;
    while (begin > 0 && (isPart(line.charAt(begin - 1)) || line.charAt(begin - 1) == '.')) {
      begin--;
    }
    String found = line.substring(begin, end);
    boolean name =
        found.length() <= LONGEST
            && Character.isJavaIdentifierStart(found.charAt(0))
            && !found.contains("..")
            && !GoText.isKeyword(found);
    // What follows a call or an index is a part of something that isn't evaluated by looking at it.
    boolean whole = begin == 0 || (line.charAt(begin - 1) != ')' && line.charAt(begin - 1) != ']');
    boolean call = end < line.length() && line.charAt(end) == '(';
    return name && whole && !call ? found : "";
  }

  private static boolean isPart(char each) {
    return Character.isJavaIdentifierPart(each);
  }
}
