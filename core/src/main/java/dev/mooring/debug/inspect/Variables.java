package dev.mooring.debug.inspect;

import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What calls hold, one level at a time, so that neither a large value nor a slow link is waited
/// for before somebody opens it. Thread-safe; every answer is bounded. A running program is stopped
/// for the milliseconds that a question takes.
///
/// Failures are [dev.mooring.problem.MooringException]s with Delve's words.
public final class Variables {
  /// How many parts one question gives.
  public static final int PAGE = 64;

  private static final int MOST = 500;
  private static final int MOST_FIELDS = 200;
  private static final int LONGEST_TYPE = 1024;

  /// Pointers to pointers and interfaces in interfaces.
  private static final int DEEPEST = 4;

  /// What Delve loads: the value, and its parts as far as a line of text shows them.
  private static final Map<String, Object> ONE_LEVEL =
      Map.of(
          "FollowPointers",
          true,
          "MaxVariableRecurse",
          1,
          "MaxStringLen",
          512,
          "MaxArrayValues",
          PAGE,
          "MaxStructFields",
          MOST_FIELDS);

  private final Inspection inspection;

  public Variables(Inspection inspection) {
    this.inspection = inspection;
  }

  /// Arguments and local variables of a call, in this order.
  ///
  /// @param goroutine 0 for the selected one
  /// @param frame 0 for the innermost call
  public List<Variable> of(long goroutine, int frame) throws InterruptedException {
    Map<String, Object> asked =
        Map.of("Scope", Inspection.scope(goroutine, frame), "Cfg", ONE_LEVEL);
    return inspection.whileStopped(
        client ->
            Stream.concat(
                    client.call("ListFunctionArgs", asked, Inspection.CALL).at("Args").stream(),
                    client.call("ListLocalVars", asked, Inspection.CALL).at("Variables").stream())
                .limit(MOST)
                .map(each -> read(each, name(each), each.at("name").textOrEmpty()))
                .toList());
  }

  /// Evaluates an expression of Go. Delve calls no function of the program for it.
  public Variable eval(String expression, long goroutine, int frame) throws InterruptedException {
    return inspection.whileStopped(
        client -> read(ask(client, expression, goroutine, frame), expression, expression));
  }

  /// The parts of a variable, as it is now.
  ///
  /// @param from of elements and entries, how many are passed over; at most [#PAGE] come
  public List<Variable> parts(Variable of, long from, long goroutine, int frame)
      throws InterruptedException {
    String place = from == 0 ? of.place() : "(" + of.place() + ")[" + from + ":]";
    return inspection.whileStopped(
        client -> parts(ask(client, place, goroutine, frame), of.place(), from));
  }

  private static Document ask(DelveClient client, String expression, long goroutine, int frame)
      throws InterruptedException {
    return client
        .call(
            "Eval",
            Map.of(
                "Scope", Inspection.scope(goroutine, frame), "Expr", expression, "Cfg", ONE_LEVEL),
            Inspection.CALL)
        .at("Variable");
  }

  private static List<Variable> parts(Document variable, String place, long from) {
    List<Document> children = variable.at("children").items();
    return switch (Values.kind(variable)) {
      case Values.MAP -> entries(children);
      case Values.ARRAY, Values.SLICE -> elements(children, place, from);
      default ->
          children.stream()
              .limit(MOST_FIELDS)
              .map(each -> read(each, name(each), "(" + place + ")." + raw(each, "name")))
              .toList();
    };
  }

  private static List<Variable> elements(List<Document> children, String place, long from) {
    List<Variable> all = new ArrayList<>();
    for (Document each : children.subList(0, Math.min(PAGE, children.size()))) {
      String name = "[" + (from + all.size()) + "]";
      all.add(read(each, name, "(" + place + ")" + name));
    }
    return List.copyOf(all);
  }

  /// A value is found by its address: not every key can be written.
  private static List<Variable> entries(List<Document> children) {
    List<Variable> all = new ArrayList<>();
    for (int i = 0; i + 1 < children.size() && all.size() < PAGE; i += 2) {
      all.add(read(children.get(i + 1), Values.read(children.get(i)).text(), ""));
    }
    return List.copyOf(all);
  }

  private static Variable read(Document variable, String name, String place) {
    Value value = Values.read(variable);
    Document holder = holder(variable);
    long parts =
        switch (Values.kind(holder)) {
          case Values.STRUCT, Values.ARRAY, Values.SLICE, Values.MAP ->
              Math.max(
                  holder.at("len").integer().orElse(0L), holder.at("onlyAddr").isTrue() ? 1 : 0);
          default -> 0;
        };
    boolean same = holder.equals(variable);
    String at = place(holder, same ? place : "");
    return new Variable(
        Values.line(name), value.type(), value.text(), value.cut(), Math.max(0, parts), at);
  }

  /// Whoever opens a pointer or an interface wants what it leads to.
  private static Document holder(Document variable) {
    Document now = variable;
    for (int i = 0; i < DEEPEST; i++) {
      int kind = Values.kind(now);
      List<Document> children = now.at("children").items();
      if ((kind != Values.POINTER && kind != Values.INTERFACE) || children.isEmpty()) {
        return now;
      }
      now = children.getFirst();
    }
    return now;
  }

  /// By its address, which shadowing doesn't change. What lies in registers has none, or one of
  /// Delve's own making beyond those that programs have.
  private static String place(Document holder, String otherwise) {
    long address = holder.at("addr").integer().orElse(0L);
    String type = raw(holder, "type");
    if (address <= 0
        || address == Long.MAX_VALUE
        || type.isEmpty()
        || type.length() > LONGEST_TYPE) {
      return otherwise;
    }
    String quoted = type.replace("\\", "\\\\").replace("\"", "\\\"");
    return "*(*\"" + quoted + "\")(0x" + Long.toHexString(address) + ")";
  }

  private static String name(Document variable) {
    return Values.line(raw(variable, "name"));
  }

  private static String raw(Document variable, String key) {
    return variable.at(key).textOrEmpty();
  }
}
