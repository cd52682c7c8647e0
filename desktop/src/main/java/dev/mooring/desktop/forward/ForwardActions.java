package dev.mooring.desktop.forward;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.pod.PodActions;
import dev.mooring.desktop.pod.PodNavigation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.beans.value.ObservableBooleanValue;
import org.jspecify.annotations.Nullable;

/// What can be done with the forwards that are selected.
final class ForwardActions {
  private final SelectedForwards selected;
  private final PodActions ofPods;
  private final Map<ForwardAction, Action> all = new EnumMap<>(ForwardAction.class);

  /// What actions ask of the screen around them.
  interface Place {
    /// @param changed the forward to change; null for a new one
    void form(@Nullable ContextForward changed);

    void detail();

    /// Where actions on the pods behind a forward lead.
    PodNavigation navigation();
  }

  ForwardActions(SelectedForwards selected, Place place) {
    this.selected = selected;
    ofPods = new PodActions("forward", place.navigation(), selected::target);
    add(ForwardAction.START, selected::start, selected.startable());
    add(ForwardAction.STOP, selected::stop, selected.stoppable());
    add(ForwardAction.RESTART, selected::restart, selected.stoppable());
    add(ForwardAction.DETAILS, place::detail, selected.one());
    add(ForwardAction.EDIT, () -> selected.edit(place::form), selected.one());
    add(ForwardAction.COPY_ADDRESS, selected::copyAddresses, selected.addressed());
    add(ForwardAction.COPY_URL, selected::copyUrl, selected.reachable());
    add(ForwardAction.OPEN, selected::open, selected.browsable());
    add(ForwardAction.COPY_CERTIFICATE, selected::copyCertificate, selected.certified());
    add(ForwardAction.COPY_LINK, selected::copyLink, selected.one());
    add(ForwardAction.RECORD, () -> selected.record(true), selected.recordable());
    add(ForwardAction.STOP_RECORDING, () -> selected.record(false), selected.recording());
    add(ForwardAction.REMOVE, selected::remove, selected.any());
  }

  private void add(ForwardAction which, Runnable run, ObservableBooleanValue possible) {
    all.put(which, which.doing(run).when(possible));
  }

  /// After another selection, and after a forward has changed.
  void update() {
    selected.update();
    ofPods.update();
  }

  /// What can be done with what a forward leads to.
  List<Action> ofTarget() {
    return List.of(ofPods.debug(), ofPods.logs(), ofPods.terminal(), ofPods.showImage());
  }

  /// What the menu of a line offers.
  List<Action> ofSelection() {
    List<Action> all = new ArrayList<>(ofForwards());
    all.addAll(all.size() - 1, ofTarget());
    return List.copyOf(all);
  }

  private List<Action> ofForwards() {
    return Stream.of(
            ForwardAction.START,
            ForwardAction.STOP,
            ForwardAction.RESTART,
            ForwardAction.DETAILS,
            ForwardAction.EDIT,
            ForwardAction.COPY_ADDRESS,
            ForwardAction.COPY_URL,
            ForwardAction.OPEN,
            ForwardAction.COPY_CERTIFICATE,
            ForwardAction.COPY_LINK,
            ForwardAction.REMOVE)
        .map(this::of)
        .toList();
  }

  /// What the detail offers besides.
  List<Action> ofRequests() {
    return List.of(of(ForwardAction.RECORD), of(ForwardAction.STOP_RECORDING));
  }

  Action of(ForwardAction which) {
    return Objects.requireNonNull(all.get(which));
  }
}
