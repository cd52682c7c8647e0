package dev.mooring.debug.inspect;

import dev.mooring.document.Document;
import dev.mooring.document.Printable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Writes Delve's variables (its `api.Variable`) in Go's notation. What the program holds is
/// hostile: the text has a longest length, a deepest level, and no control characters.
final class Values {
  private static final int LONGEST = 4096;
  private static final int LONGEST_LINE = 1024;
  private static final int DEEPEST = 8;

  /// What Delve loads: one level of pointers and structs, enough of a string to know it.
  static final Map<String, Object> LOADED =
      Map.of(
          "FollowPointers", true,
          "MaxVariableRecurse", 2,
          "MaxStringLen", 512,
          "MaxArrayValues", 64,
          "MaxStructFields", -1);

  /// Kinds of Go's reflect package that are written in a way of their own.
  static final int ARRAY = 17;

  static final int INTERFACE = 20;
  static final int MAP = 21;
  static final int POINTER = 22;
  static final int SLICE = 23;
  private static final int STRING = 24;
  static final int STRUCT = 25;

  private final StringBuilder text = new StringBuilder();
  private boolean cut;

  private Values() {}

  static Value read(Document variable) {
    Values values = new Values();
    values.write(variable, 0);
    boolean over = values.text.length() > LONGEST;
    return new Value(
        line(variable.at("name").textOrEmpty()),
        line(variable.at("type").textOrEmpty()),
        over ? values.text.substring(0, LONGEST) + "..." : values.text.toString(),
        over || values.cut);
  }

  /// In the numbers of Go's reflect package.
  static int kind(Document variable) {
    return Math.toIntExact(Math.clamp(variable.at("kind").integer().orElse(0L), 0, 100));
  }

  /// What the program calls something, fit to be shown.
  static String line(String words) {
    String plain = printable(words);
    return Printable.cut(plain, LONGEST_LINE);
  }

  private void write(Document variable, int depth) {
    if (text.length() > LONGEST) {
      return;
    }
    String unreadable = variable.at("unreadable").textOrEmpty();
    if (!unreadable.isEmpty()) {
      text.append('(').append(line(unreadable)).append(')');
      return;
    }
    long length = variable.at("len").integer().orElse(0L);
    List<Document> children = variable.at("children").items();
    switch (kind(variable)) {
      case STRING -> string(variable.at("value").textOrEmpty(), length);
      case STRUCT -> struct(variable, length, children, depth);
      case ARRAY, SLICE -> elements(variable, length, children, depth);
      case MAP -> map(variable, length, children, depth);
      case POINTER -> pointer(variable, children, depth);
      case INTERFACE -> dynamic(children, depth);
      default -> text.append(line(variable.at("value").textOrEmpty()));
    }
  }

  private void string(String value, long length) {
    text.append('"').append(printable(value).replace("\"", "\\\"")).append('"');
    long read = value.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    if (length > read) {
      more(length - read);
    }
  }

  private void struct(Document variable, long length, List<Document> children, int depth) {
    open(variable);
    if (depth >= DEEPEST || (length > 0 && children.isEmpty())) {
      cut = true;
      text.append("...");
    } else {
      Iterator<Document> each = children.iterator();
      while (each.hasNext()) {
        Document field = each.next();
        text.append(line(field.at("name").textOrEmpty())).append(": ");
        write(field, depth + 1);
        text.append(each.hasNext() ? ", " : "");
      }
    }
    text.append('}');
  }

  private void elements(Document variable, long length, List<Document> children, int depth) {
    open(variable);
    Iterator<Document> each =
        depth >= DEEPEST ? List.<Document>of().iterator() : children.iterator();
    int written = 0;
    while (each.hasNext()) {
      write(each.next(), depth + 1);
      written++;
      text.append(each.hasNext() ? ", " : "");
    }
    if (length > written) {
      text.append(written > 0 ? ", " : "");
      more(length - written);
    }
    text.append('}');
  }

  private void map(Document variable, long length, List<Document> children, int depth) {
    open(variable);
    int pairs = depth >= DEEPEST ? 0 : children.size() / 2;
    for (int i = 0; i < pairs; i++) {
      text.append(i > 0 ? ", " : "");
      write(children.get(2 * i), depth + 1);
      text.append(": ");
      write(children.get(2 * i + 1), depth + 1);
    }
    if (length > pairs) {
      text.append(pairs > 0 ? ", " : "");
      more(length - pairs);
    }
    text.append('}');
  }

  private void pointer(Document variable, List<Document> children, int depth) {
    if (children.isEmpty() || address(children.getFirst()).equals("0")) {
      text.append("nil");
    } else if (children.getFirst().at("onlyAddr").isTrue() || depth >= DEEPEST) {
      cut = true;
      text.append('(').append(line(variable.at("type").textOrEmpty())).append(") ");
      text.append(address(children.getFirst()));
    } else {
      text.append('&');
      write(children.getFirst(), depth + 1);
    }
  }

  private void dynamic(List<Document> children, int depth) {
    boolean nil =
        children.isEmpty()
            || (children.getFirst().at("kind").integer().orElse(0L) == 0
                && address(children.getFirst()).equals("0"));
    if (nil || depth >= DEEPEST) {
      text.append(nil ? "nil" : "...");
    } else {
      write(children.getFirst(), depth + 1);
    }
  }

  /// Delve writes addresses as numbers, also beyond a signed long.
  private static String address(Document variable) {
    String number = variable.at("addr").textOrEmpty();
    return number.matches("[1-9]\\d{0,19}")
        ? "0x" + Long.toHexString(Long.parseUnsignedLong(number))
        : "0";
  }

  private void open(Document variable) {
    text.append(line(variable.at("type").textOrEmpty())).append(" {");
  }

  private void more(long count) {
    cut = true;
    text.append("...+").append(count).append(" more");
  }

  private static String printable(String words) {
    StringBuilder plain = new StringBuilder(Math.min(words.length(), LONGEST));
    words
        .codePoints()
        .limit(LONGEST)
        .forEach(
            each -> {
              switch (each) {
                case '\n' -> plain.append("\\n");
                case '\t' -> plain.append("\\t");
                case '\r' -> plain.append("\\r");
                default -> {
                  boolean shown =
                      !Character.isISOControl(each) && Character.getType(each) != Character.FORMAT;
                  plain.appendCodePoint(shown ? each : 0xFFFD);
                }
              }
            });
    return plain.toString();
  }
}
