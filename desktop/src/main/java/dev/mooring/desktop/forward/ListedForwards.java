package dev.mooring.desktop.forward;

import dev.mooring.forward.ForwardStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.util.Subscription;

/// What the list of a context shows: its own forwards, and those that run in other contexts.
///
/// One that was stopped stays in the list, so that it can be started again.
final class ListedForwards implements AutoCloseable {
  private final ForwardsViewModel own;
  private final OpenForwards open;
  private final Map<ForwardsViewModel, Subscription> others = new LinkedHashMap<>();
  private Subscription subscription = Subscription.EMPTY;
  private Runnable changed = () -> {};

  ListedForwards(ForwardsViewModel own, OpenForwards open) {
    this.own = own;
    this.open = open;
  }

  /// @param then called now and after every change
  void follow(Runnable then) {
    changed = then;
    subscription =
        open.all().subscribe(this::opened).and(own.rows().subscribe((before, now) -> then.run()));
  }

  private void opened(List<ForwardsViewModel> now) {
    for (ForwardsViewModel each : List.copyOf(others.keySet())) {
      if (!now.contains(each)) {
        Objects.requireNonNull(others.remove(each)).unsubscribe();
      }
    }
    for (ForwardsViewModel each : now) {
      if (!each.equals(own) && !others.containsKey(each)) {
        others.put(each, each.rows().subscribe((before, next) -> changed.run()));
      }
    }
    changed.run();
  }

  @Override
  public void close() {
    subscription.unsubscribe();
    others.values().forEach(Subscription::unsubscribe);
    others.clear();
  }

  boolean isEmpty() {
    return all().isEmpty();
  }

  List<ForwardStatus> own() {
    return own.rows().get();
  }

  /// Of other contexts, those that have any.
  Map<ForwardsViewModel, List<ForwardStatus>> others() {
    Map<ForwardsViewModel, List<ForwardStatus>> all = new LinkedHashMap<>();
    for (ForwardsViewModel each : others.keySet()) {
      List<ForwardStatus> ran = each.ran();
      if (!ran.isEmpty()) {
        all.put(each, ran);
      }
    }
    return all;
  }

  List<ContextForward> all() {
    return Stream.concat(
            own().stream().map(each -> new ContextForward(own, each)),
            others().entrySet().stream()
                .flatMap(
                    each ->
                        each.getValue().stream()
                            .map(forward -> new ContextForward(each.getKey(), forward))))
        .toList();
  }

  Totals totals() {
    return Totals.of(all().stream().map(ContextForward::status).toList());
  }

  /// "3 of 5 active · 2 active in staging"; empty when nothing is started.
  String words() {
    List<String> parts = new ArrayList<>();
    parts.add(Totals.of(own()).words());
    others()
        .forEach(
            (model, forwards) -> {
              String words = Totals.of(forwards).words();
              if (!words.isEmpty()) {
                parts.add(Messages.of("totals-in-context", words, model.context()));
              }
            });
    parts.removeIf(String::isEmpty);
    return String.join(" · ", parts);
  }
}
