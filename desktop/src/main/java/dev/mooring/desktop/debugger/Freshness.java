package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Frame;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether a local source is what the program was built from, as far as the place where the program
/// stands tells: its line is there, and lies in the function that the program is in.
final class Freshness {
  private static final Pattern FUNCTION =
      Pattern.compile("^func (?:\\([^)]*\\) )?([\\p{L}_][\\p{L}\\p{N}_]*)");

  private Freshness() {}

  /// @return empty where nothing speaks against it
  static String warning(List<CodeLine> lines, Frame at) {
    if (at.line() > lines.size()) {
      return Messages.of("stale-lines", at.line(), lines.size());
    }
    String wanted = function(at.function());
    for (int i = (int) at.line() - 1; i >= 0 && !wanted.isEmpty(); i--) {
      Matcher declared = FUNCTION.matcher(lines.get(i).text());
      if (declared.find()) {
        return wanted.equals(declared.group(1))
            ? ""
            : Messages.of("stale-function", at.line(), declared.group(1), wanted);
      }
    }
    return "";
  }

  /// "load" of "example.com/shop.(*store[...]).load.func1"; empty where it's of no declaration.
  private static String function(String name) {
    String rest = name.substring(name.lastIndexOf('/') + 1);
    int point = rest.indexOf('.');
    if (point < 0) {
      return "";
    }
    rest = rest.substring(point + 1).replaceAll("\\[[^]]*]|-(fm|range\\d+)", "");
    if (rest.startsWith("glob..")) {
      return ""; // a function in a variable of the package
    }
    Matcher method = Pattern.compile("^\\(\\*?[^)]*\\)\\.([^.]+)").matcher(rest);
    if (method.find()) {
      return method.group(1);
    }
    String[] parts = rest.split("\\.", -1);
    boolean inner = parts.length > 1 && parts[1].matches("(func|gowrap|deferwrap)?\\d+.*");
    return parts.length == 1 || inner ? parts[0] : parts[1];
  }
}
