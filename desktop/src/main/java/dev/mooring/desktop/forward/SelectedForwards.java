package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Surface;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ObservableBooleanValue;

/// The forwards that are selected in the list, or the one in the detail: what can be done with them
// now, and how.
final class SelectedForwards {
  private final ForwardsViewModel model;
  private final Surface surface;
  private final Supplier<List<ForwardStatus>> forwards;
  private final ReadOnlyBooleanWrapper any = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper one = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper startable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper stoppable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper addressed = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper reachable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper certified = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper recordable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper recording = new ReadOnlyBooleanWrapper();

  SelectedForwards(
      ForwardsViewModel model, Surface surface, Supplier<List<ForwardStatus>> forwards) {
    this.model = model;
    this.surface = surface;
    this.forwards = forwards;
  }

  /// After another selection, and after a forward has changed.
  void update() {
    List<ForwardStatus> chosen = all();
    boolean single = chosen.size() == 1;
    any.set(!chosen.isEmpty());
    one.set(single);
    startable.set(chosen.stream().anyMatch(each -> !ForwardJobs.runs(each)));
    stoppable.set(chosen.stream().anyMatch(ForwardJobs::isStarted));
    addressed.set(chosen.stream().anyMatch(each -> !Address.of(each).isEmpty()));
    reachable.set(single && chosen.stream().anyMatch(SelectedForwards::isReachable));
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

  ObservableBooleanValue certified() {
    return certified;
  }

  ObservableBooleanValue recordable() {
    return recordable;
  }

  ObservableBooleanValue recording() {
    return recording;
  }

  private List<ForwardStatus> all() {
    return forwards.get();
  }

  private List<ForwardSpec> specs(Predicate<ForwardStatus> wanted) {
    return all().stream().filter(wanted).map(ForwardStatus::spec).toList();
  }

  private void only(Consumer<ForwardStatus> then) {
    List<ForwardStatus> chosen = all();
    if (chosen.size() == 1) {
      then.accept(chosen.getFirst());
    }
  }

  void start() {
    model.jobs().start(specs(each -> !ForwardJobs.runs(each)));
  }

  void stop() {
    model.jobs().stop(specs(ForwardJobs::isStarted));
  }

  void restart() {
    model.jobs().start(specs(ForwardJobs::isStarted));
  }

  void edit(Consumer<ForwardStatus> form) {
    only(form);
  }

  void copyAddresses() {
    List<String> addresses =
        all().stream().map(Address::of).filter(each -> !each.isEmpty()).toList();
    surface.copy(
        String.join("\n", addresses),
        addresses.size() == 1 ? Messages.of("address") : Messages.of("addresses"));
  }

  void copyUrl() {
    only(each -> surface.copy(Address.url(each), Messages.of("url")));
  }

  void open() {
    only(each -> surface.browse(Address.url(each)));
  }

  void copyCertificate() {
    only(
        each ->
            model.certificate(
                each.spec().name(), pem -> surface.copy(pem, Messages.of("certificate"))));
  }

  void copyLink() {
    only(each -> surface.copy(model.link(each.spec()), Messages.of("link")));
  }

  void export() {
    ExportCard.open(
        model.files(), surface, all().stream().map(each -> each.spec().name()).toList());
  }

  void record(boolean wanted) {
    only(
        each -> {
          Runnable change =
              () -> model.jobs().change(each.spec().name(), each.spec().withRequests(wanted));
          if (ForwardJobs.isStarted(each)) {
            surface.confirm(restarts(each.spec().name(), wanted), change);
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
    List<ForwardStatus> gone = all();
    model.remove(
        gone,
        () ->
            surface.undo(
                gone.size() == 1
                    ? Messages.of("removed-one", gone.getFirst().spec().name())
                    : Messages.of("removed-many", gone.size()),
                () -> model.jobs().putBack(gone)),
        surface::tell);
  }
}
