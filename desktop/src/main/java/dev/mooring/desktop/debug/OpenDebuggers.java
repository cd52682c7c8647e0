package dev.mooring.desktop.debug;

import dev.mooring.debug.DebugSession;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Action.Reach;
import dev.mooring.desktop.debugger.DebuggerPane;
import dev.mooring.desktop.debugger.DebuggerViewModel;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The debuggers over sessions, one each. One that is open takes the room of the workloads; leaving
/// it keeps what is watched there until its session ends.
final class OpenDebuggers implements AutoCloseable {
  private final Node page;
  private final SessionsViewModel sessions;
  private final Surface surface;
  private final StackPane room;
  private final Map<DebugSession, Open> open = new HashMap<>();
  private final ReadOnlyBooleanWrapper possible = new ReadOnlyBooleanWrapper();
  private final Action opening;
  private List<DebugSession> meant = List.of();
  private @Nullable Open shown;
  private @Nullable Node focusBefore;

  private record Open(DebuggerViewModel model, DebuggerPane pane) {}

  /// @param page what is shown where no debugger is
  OpenDebuggers(Node page, SessionsViewModel sessions, Surface surface) {
    this.page = page;
    this.sessions = sessions;
    this.surface = surface;
    this.room = new StackPane(page);
    this.opening =
        Action.of(
                "debug.open",
                Messages.of("open-debugger"),
                Feather.TERMINAL,
                () -> meant.stream().findFirst().ifPresent(this::open))
            .withKey(Reach.PLACE, "Shortcut+Shift+D")
            .withCommand("mooring debug stack")
            .when(possible);
    sessions.live().addListener((p, before, now) -> closeEnded(now));
  }

  Node node() {
    return room;
  }

  /// Which session is meant, the first of these.
  void update(List<DebugSession> of) {
    meant = of.stream().filter(DebugSession::isShared).toList();
    possible.set(!meant.isEmpty());
  }

  /// @param others those of the workloads
  List<Action> actions(List<Action> others) {
    Open now = shown;
    return now == null
        ? Stream.concat(others.stream(), Stream.of(opening)).toList()
        : Stream.concat(now.pane().actions().stream(), others.stream()).toList();
  }

  void open(DebugSession session) {
    Open next = open.computeIfAbsent(session, this::make);
    if (room.getScene() != null && shown == null) {
      focusBefore = room.getScene().getFocusOwner();
    }
    shown = next;
    only(next.pane());
    next.model().inView(true);
    next.pane().begin();
  }

  private Open make(DebugSession session) {
    DebuggerViewModel model = sessions.look(session);
    DebuggerPane pane = new DebuggerPane(model, surface, this::leave);
    room.getChildren().add(pane);
    return new Open(model, pane);
  }

  /// The others stay in the scene: what is changed out of it can't be styled.
  private void only(Node node) {
    room.getChildren().forEach(each -> Controls.show(each, each.equals(node)));
  }

  /// Back to the workloads.
  ///
  /// @return false where they are in view
  boolean leave() {
    Open now = shown;
    if (now == null) {
      return false;
    }
    now.model().inView(false);
    shown = null;
    only(page);
    Node before = focusBefore;
    focusBefore = null;
    if (before != null && before.getScene() != null) {
      before.requestFocus();
    }
    return true;
  }

  private void closeEnded(List<DebugSession> live) {
    open.entrySet()
        .removeIf(
            each -> {
              boolean ended = !live.contains(each.getKey());
              if (ended) {
                if (each.getValue().equals(shown)) {
                  leave();
                }
                room.getChildren().remove(each.getValue().pane());
                each.getValue().pane().close();
              }
              return ended;
            });
  }

  @Override
  public void close() {
    open.values().forEach(each -> each.pane().close());
    open.clear();
  }
}
