package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.pod.Chosen;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ObservableBooleanValue;
import org.jspecify.annotations.Nullable;

/// The forwards that are selected in the list, or the one in the detail: what can be done with them
/// now, and how.
final class SelectedForwards {
  private final ForwardsViewModel model;
  private final Surface surface;
  private final Supplier<List<ContextForward>> forwards;
  private final ReadOnlyBooleanWrapper any = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper one = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper startable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper stoppable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper addressed = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper reachable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper browsable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper certified = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper recordable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper recording = new ReadOnlyBooleanWrapper();

  /// @param model of the context in view
  SelectedForwards(
      ForwardsViewModel model, Surface surface, Supplier<List<ContextForward>> forwards) {
    this.model = model;
    this.surface = surface;
    this.forwards = forwards;
  }

  /// After another selection, and after a forward has changed.
  void update() {
    List<ForwardStatus> chosen = all().stream().map(ContextForward::status).toList();
    boolean single = chosen.size() == 1;
    any.set(!chosen.isEmpty());
    one.set(single);
    startable.set(chosen.stream().anyMatch(each -> !ForwardJobs.runs(each)));
    stoppable.set(chosen.stream().anyMatch(ForwardJobs::isStarted));
    addressed.set(chosen.stream().anyMatch(each -> !Address.of(each).isEmpty()));
    reachable.set(single && chosen.stream().anyMatch(SelectedForwards::isReachable));
    browsable.set(reachable.get() && chosen.stream().allMatch(Address::isForBrowsers));
    certified.set(
        single && chosen.stream().anyMatch(each -> each.spec().local().tls() && isReachable(each)));
    recordable.set(single && chosen.stream().noneMatch(each -> each.spec().requests()));
    recording.set(single && chosen.stream().anyMatch(each -> each.spec().requests()));
  }

  private static boolean isReachable(ForwardStatus forward) {
    return ForwardJobs.isStarted(forward) && !Address.url(forward).isEmpty();
  }

  ObservableBooleanValue any() {
    return any;
  }

  ObservableBooleanValue one() {
    return one;
  }

  ObservableBooleanValue startable() {
    return startable;
  }

  ObservableBooleanValue stoppable() {
    return stoppable;
  }

  ObservableBooleanValue addressed() {
    return addressed;
  }

  ObservableBooleanValue reachable() {
    return reachable;
  }

  ObservableBooleanValue browsable() {
    return browsable;
  }

  ObservableBooleanValue certified() {
    return certified;
  }

  ObservableBooleanValue recordable() {
    return recordable;
  }

  ObservableBooleanValue recording() {
    return recording;
  }

  private List<ContextForward> all() {
    return forwards.get();
  }

  /// What the one that is chosen leads to; null for none, or where it is of another context.
  @Nullable Chosen target() {
    List<ContextForward> chosen = all();
    return chosen.size() == 1 && chosen.getFirst().of().equals(model)
        ? new Chosen(chosen.getFirst().spec().target(), List.of())
        : null;
  }

  /// Runs a command once for each context that has some of them.
  private void some(
      Predicate<ForwardStatus> wanted, BiConsumer<ForwardJobs, List<ForwardSpec>> command) {
    List<ContextForward> chosen =
        all().stream().filter(each -> wanted.test(each.status())).toList();
    ContextForward.byContext(chosen)
        .forEach(
            (of, forwards) ->
                command.accept(
                    of.jobs(model), forwards.stream().map(ForwardStatus::spec).toList()));
  }

  private void only(Consumer<ContextForward> then) {
    List<ContextForward> chosen = all();
    if (chosen.size() == 1) {
      then.accept(chosen.getFirst());
    }
  }

  void start() {
    some(each -> !ForwardJobs.runs(each), ForwardJobs::start);
  }

  void stop() {
    some(ForwardJobs::isStarted, ForwardJobs::stop);
  }

  void restart() {
    some(ForwardJobs::isStarted, ForwardJobs::start);
  }

  void edit(Consumer<ContextForward> form) {
    only(form);
  }

  void copyAddresses() {
    List<String> addresses =
        all().stream()
            .map(ContextForward::status)
            .map(Address::of)
            .filter(each -> !each.isEmpty())
            .toList();
    surface.copy(
        String.join("\n", addresses),
        addresses.size() == 1 ? Messages.of("address") : Messages.of("addresses"));
  }

  void copyUrl() {
    only(each -> surface.copy(Address.url(each.status()), Messages.of("url")));
  }

  void open() {
    only(each -> surface.browse(Address.url(each.status())));
  }

  void copyCertificate() {
    only(
        each ->
            each.of()
                .certificate(each.name(), pem -> surface.copy(pem, Messages.of("certificate"))));
  }

  void copyLink() {
    only(each -> surface.copy(each.of().link(each.spec()), Messages.of("link")));
  }

  /// Those of the first context among them: a file is about one.
  void export() {
    List<ContextForward> chosen = all();
    ForwardsViewModel of = chosen.isEmpty() ? model : chosen.getFirst().of();
    ExportCard.open(
        of.files(),
        surface,
        chosen.stream().filter(each -> each.of().equals(of)).map(ContextForward::name).toList());
  }

  void record(boolean wanted) {
    only(
        each -> {
          Runnable change =
              () -> each.of().jobs(model).change(each.name(), each.spec().withRequests(wanted));
          if (ForwardJobs.isStarted(each.status())) {
            surface.confirm(restarts(each.name(), wanted), change);
          } else {
            change.run();
          }
        });
  }

  private static Surface.Question restarts(String name, boolean wanted) {
    return new Surface.Question(
        wanted
            ? Messages.of("record-question", name)
            : Messages.of("stop-recording-question", name),
        Messages.of("restart-needed"),
        List.of(),
        Messages.of("restart-forward"));
  }

  void remove() {
    ContextForward.byContext(all()).forEach(this::remove);
  }

  private void remove(ForwardsViewModel of, List<ForwardStatus> gone) {
    of.remove(
        gone,
        () ->
            surface.undo(
                gone.size() == 1
                    ? Messages.of("removed-one", gone.getFirst().spec().name())
                    : Messages.of("removed-many", gone.size()),
                () -> of.jobs(model).putBack(gone)),
        surface::tell);
  }
}
