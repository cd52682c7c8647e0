package dev.mooring.debug.snapshot;

import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A path of Go's through recorded variables: `order.Items[0].Price`, `*p`, `users["ana"]`,
/// `len(queue)`. Calls, operators, and conversions need Delve.
final class Expression {
  private static final int LONGEST = 1_000;
  private static final int POINTER = 22;
  private static final int INTERFACE = 20;
  private static final int MAP = 21;
  private static final int INT = 2;
  private static final Pattern LENGTH = Pattern.compile("(len|cap)\\((.+)\\)");
  private static final Pattern START = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
  private static final Pattern STEP =
      Pattern.compile(
          "\\.(?<field>[\\p{L}_][\\p{L}\\p{N}_]*)"
              + "|\\[(?<number>-?\\d{1,18})]|\\[\"(?<text>[^\"\\\\]*)\"]");

  private final String text;

  Expression(String text) {
    this.text = text.strip();
  }

  /// @param variables where the first of a name is meant
  /// @return Delve's `api.Variable`
  Document in(List<Document> variables) {
    if (text.length() > LONGEST) {
      throw cannot();
    }
    Matcher length = LENGTH.matcher(text);
    if (length.matches()) {
      Document of = path(length.group(2).strip(), variables);
      Document counted = of.at("kind").integer().orElse(0L) == POINTER ? pointed(of) : of;
      String key = length.group(1);
      return Document.of(
          Map.of(
              "name",
              text,
              "type",
              "int",
              "kind",
              INT,
              "value",
              Long.toString(counted.at(key).integer().orElse(0L))));
    }
    return named(path(text, variables));
  }

  private Document named(Document variable) {
    Map<String, Object> named = new LinkedHashMap<>(variable.map());
    named.put("name", text);
    return Document.of(named);
  }

  private Document path(String path, List<Document> variables) {
    if (path.startsWith("*")) {
      return pointed(path(path.substring(1).strip(), variables));
    }
    Matcher start = START.matcher(path);
    if (!start.lookingAt()) {
      throw cannot();
    }
    int at = start.end();
    Document here = find(start.group(), variables);
    if (here.isNothing()) {
      // A variable of a package is known by its whole name.
      Matcher qualified = Pattern.compile("[\\p{L}\\p{N}_/]+\\.[\\p{L}\\p{N}_]+").matcher(path);
      if (qualified.lookingAt()) {
        here = find(qualified.group(), variables);
        at = qualified.end();
      }
    }
    if (here.isNothing()) {
      throw RecordedProgram.unknown(
          Messages.of("no-such-variable", start.group()), Messages.of("open-it-with-delve"));
    }
    Matcher step = STEP.matcher(path);
    while (at < path.length()) {
      step.region(at, path.length());
      if (!step.lookingAt()) {
        throw cannot();
      }
      here = next(here, step);
      at = step.end();
    }
    return here;
  }

  private static Document find(String name, List<Document> variables) {
    return variables.stream()
        .filter(
            each -> {
              String known = each.at("name").textOrEmpty();
              return known.equals(name) || known.equals("main." + name) || known.equals("&" + name);
            })
        .findFirst()
        .orElse(Document.nothing());
  }

  private Document next(Document from, Matcher step) {
    Document here = from;
    long kind = here.at("kind").integer().orElse(0L);
    for (int i = 0; i < 4 && (kind == POINTER || kind == INTERFACE); i++) {
      here = pointed(here);
      kind = here.at("kind").integer().orElse(0L);
    }
    List<Document> children = here.at("children").items();
    String field = step.group("field");
    if (field != null) {
      return one(
          children.stream().filter(each -> each.at("name").textOrEmpty().equals(field)).toList(),
          field);
    }
    String key = step.group("text") != null ? step.group("text") : step.group("number");
    if (kind == MAP) {
      List<Document> found = new ArrayList<>();
      for (int i = 0; i + 1 < children.size(); i += 2) {
        if (children.get(i).at("value").textOrEmpty().equals(key)) {
          found.add(children.get(i + 1));
        }
      }
      return one(found, key);
    }
    long index = step.group("number") == null ? -1 : Long.parseLong(key);
    return one(
        index >= 0 && index < children.size()
            ? List.of(children.get(Math.toIntExact(index)))
            : List.of(),
        key);
  }

  private static Document pointed(Document pointer) {
    Document to = pointer.at("children").items().stream().findFirst().orElse(Document.nothing());
    if (to.isNothing() || to.at("onlyAddr").isTrue()) {
      throw RecordedProgram.unknown(Messages.of("not-followed"), Messages.of("open-it-with-delve"));
    }
    return to;
  }

  private static Document one(List<Document> found, String called) {
    if (found.isEmpty()) {
      throw RecordedProgram.unknown(
          Messages.of("no-such-part", called), Messages.of("open-it-with-delve"));
    }
    return found.getFirst();
  }

  private RuntimeException cannot() {
    return RecordedProgram.unknown(
        Messages.of("only-paths", text.length() > 100 ? text.substring(0, 100) : text),
        Messages.of("open-it-with-delve"));
  }
}
