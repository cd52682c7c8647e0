package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Variable;
import dev.mooring.debug.inspect.Variables;
import dev.mooring.document.Printable;
import dev.mooring.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What the call in view holds, what is watched, and what is asked for besides. On the UI's thread.
final class VariablesViewModel {
  private static final int MOST_WATCHES = 50;
  private static final int LONGEST_HOVER = 300;

  /// A value that comes later is of no use to whoever rested the mouse somewhere.
  private static final long HOVER = Duration.ofSeconds(1).toNanos();

  private final Variables variables;
  private final Asking asking;
  private final Asking hovering;
  private final ObservableList<Variable> locals = FXCollections.observableArrayList();
  private final ObservableList<Watch> watches = FXCollections.observableArrayList();
  private long goroutine;
  private int frame;
  private boolean stopped;

  /// @param value as it was at the last stop, with no text before it was known
  /// @param failure why it has none; empty where it has
  record Watch(String expression, Variable value, String failure) {
    private static Watch unknown(String expression) {
      return new Watch(expression, new Variable(expression, "", "", false, 0, ""), "");
    }
  }

  VariablesViewModel(Variables variables, Asking asking) {
    this.variables = variables;
    this.asking = asking;
    this.hovering = asking.apart();
  }

  /// Arguments and local variables.
  ObservableList<Variable> locals() {
    return locals;
  }

  ObservableList<Watch> watches() {
    return watches;
  }

  /// @param done when they have come
  void show(long of, int index, Runnable done) {
    goroutine = of;
    frame = index;
    stopped = true;
    asking.moved();
    hovering.moved();
    asking.ask(
        Messages.of("reading-the-variables"),
        progress -> variables.of(of, index),
        all -> {
          locals.setAll(all);
          done.run();
        },
        problem -> {
          // Where Delve cannot unwind, the rest may still be seen.
          locals.clear();
          done.run();
        });
    List.copyOf(watches).forEach(each -> look(each.expression()));
  }

  /// The program runs.
  void clear() {
    stopped = false;
    asking.moved();
    hovering.moved();
    locals.clear();
    watches.replaceAll(each -> Watch.unknown(each.expression()));
  }

  void watch(String expression) {
    String wanted = expression.strip();
    boolean there = watches.stream().anyMatch(each -> each.expression().equals(wanted));
    if (!wanted.isEmpty() && !there && watches.size() < MOST_WATCHES) {
      watches.add(Watch.unknown(wanted));
      if (stopped) {
        look(wanted);
      }
    }
  }

  void unwatch(String expression) {
    watches.removeIf(each -> each.expression().equals(expression));
  }

  private void look(String expression) {
    evaluate(
        expression,
        value -> replace(expression, before -> new Watch(expression, value, "")),
        why -> replace(expression, before -> new Watch(expression, before.value(), why.why())));
  }

  private void replace(String expression, UnaryOperator<Watch> next) {
    watches.replaceAll(each -> each.expression().equals(expression) ? next.apply(each) : each);
  }

  /// In the call in view.
  void evaluate(String expression, Consumer<Variable> answer, Consumer<Problem> failed) {
    asking.ask(
        Messages.of("evaluating"),
        progress -> variables.eval(expression, goroutine, frame),
        answer,
        failed);
  }

  /// The next parts of a variable.
  ///
  /// @param before those that are known
  /// @param answer all that are known now
  void parts(Variable of, List<Variable> before, Consumer<List<Variable>> answer) {
    asking.ask(
        Messages.of("reading-the-variables"),
        progress -> variables.parts(of, before.size(), goroutine, frame),
        next -> {
          List<Variable> all = new ArrayList<>(before);
          all.addAll(next);
          answer.accept(all);
        });
  }

  /// What stands under the mouse: "id = 7"; nothing where it's no expression of that call.
  void hover(String expression, Consumer<String> answer) {
    hovering.moved();
    if (!stopped) {
      return;
    }
    long begin = System.nanoTime();
    hovering.ask(
        Messages.of("evaluating"),
        progress -> variables.eval(expression, goroutine, frame),
        value -> {
          if (System.nanoTime() - begin < HOVER) {
            answer.accept(limited(expression + " = " + value.text()));
          }
        },
        problem -> {});
  }

  private static String limited(String text) {
    return Printable.cut(text, LONGEST_HOVER);
  }
}
