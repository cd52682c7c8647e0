package dev.mooring.desktop.forward;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Action.Reach;
import dev.mooring.desktop.pod.PodWays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// What can be done with the forwards that are selected.
final class ForwardActions {
  private static final String LIST = "mooring forward ls";

  private final SelectedForwards selected;
  private final Action start;
  private final Action stop;
  private final Action restart;
  private final Action details;
  private final Action edit;
  private final Action copyAddress;
  private final Action copyUrl;
  private final Action open;
  private final Action copyCertificate;
  private final Action copyLink;
  private final Action record;
  private final Action stopRecording;
  private final Action remove;

  /// What actions ask of the screen around them.
  interface Place {
    /// @param changed the forward to change; null for a new one
    void form(@Nullable ContextForward changed);

    void detail();

    /// Where actions on the pods behind a forward lead.
    PodWays ways();
  }

  ForwardActions(SelectedForwards selected, Place place) {
    this.selected = selected;
    start =
        row("start", Messages.of("start"), Feather.PLAY, "Space", selected::start)
            .withCommand("mooring forward start")
            .when(selected.startable());
    stop =
        row("stop", Messages.of("stop"), Feather.SQUARE, "Space", selected::stop)
            .withCommand("mooring forward stop")
            .when(selected.stoppable());
    restart =
        row("restart", Messages.of("restart"), Feather.ROTATE_CW, "Shortcut+R", selected::restart)
            .withCommand("mooring forward restart")
            .when(selected.stoppable());
    details =
        row("details", Messages.of("show-details"), Feather.SIDEBAR, "Enter", place::detail)
            .withCommand("mooring forward logs")
            .when(selected.one());
    edit =
        row(
                "edit",
                Messages.of("edit"),
                Feather.EDIT_2,
                "Shortcut+E",
                () -> selected.edit(place::form))
            .withCommand("mooring forward")
            .when(selected.one());
    copyAddress =
        row(
                "copy",
                Messages.of("copy-address"),
                Feather.COPY,
                "Shortcut+C",
                selected::copyAddresses)
            .withCommand(LIST)
            .when(selected.addressed());
    copyUrl =
        of("copy-url", Messages.of("copy-url"), Feather.COPY, selected::copyUrl)
            .withCommand(LIST)
            .when(selected.reachable());
    open =
        row(
                "open",
                Messages.of("open-in-browser"),
                Feather.EXTERNAL_LINK,
                "Shortcut+O",
                selected::open)
            .withCommand(LIST)
            .when(selected.reachable());
    copyCertificate =
        of(
                "copy-certificate",
                Messages.of("copy-certificate"),
                Feather.AWARD,
                selected::copyCertificate)
            .withCommand("mooring forward")
            .when(selected.certified());
    copyLink =
        of("copy-link", Messages.of("copy-link"), Feather.LINK, selected::copyLink)
            .withCommand(LIST)
            .when(selected.one());
    record =
        of("record", Messages.of("record-requests"), Feather.DISC, () -> selected.record(true))
            .withCommand("mooring forward requests")
            .when(selected.recordable());
    stopRecording =
        of(
                "stop-recording",
                Messages.of("stop-recording"),
                Feather.DISC,
                () -> selected.record(false))
            .withCommand("mooring forward")
            .when(selected.recording());
    remove =
        row("remove", Messages.of("remove"), Feather.TRASH, "Delete", selected::remove)
            .withCommand("mooring forward rm")
            .when(selected.any());
  }

  /// After another selection, and after a forward has changed.
  void update() {
    selected.update();
  }

  /// What the menu of a line offers.
  List<Action> ofSelection() {
    return List.of(
        start,
        stop,
        restart,
        details,
        edit,
        copyAddress,
        copyUrl,
        open,
        copyCertificate,
        copyLink,
        remove);
  }

  /// What the detail offers besides.
  List<Action> ofRequests() {
    return List.of(record, stopRecording);
  }

  Action start() {
    return start;
  }

  Action stop() {
    return stop;
  }

  Action restart() {
    return restart;
  }

  Action edit() {
    return edit;
  }

  Action open() {
    return open;
  }

  Action record() {
    return record;
  }

  Action stopRecording() {
    return stopRecording;
  }

  static Action of(String id, String words, Feather icon, Runnable run) {
    return Action.of("forward." + id, words, icon, run);
  }

  private static Action row(String id, String words, Feather icon, String key, Runnable run) {
    return of(id, words, icon, run).withKey(Reach.ROW, key);
  }
}
