package dev.mooring.desktop.debug;

import dev.mooring.debug.DebugSession;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.theme.Tokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.layout.VBox;

/// The sessions, a card each.
final class SessionCards extends VBox implements AutoCloseable {
  private final SessionsViewModel model;
  private final Surface surface;
  private final Ui ui;
  private final Consumer<DebugSession> look;
  private final Map<DebugSession, SessionCard> shown = new HashMap<>();

  /// @param look opens the debugger over one
  SessionCards(SessionsViewModel model, Surface surface, Ui ui, Consumer<DebugSession> look) {
    super(Tokens.GAP);
    this.model = model;
    this.surface = surface;
    this.ui = ui;
    this.look = look;
    model.all().addListener((p, before, now) -> show(now));
    show(model.all().get());
  }

  private void show(List<DebugSession> now) {
    shown.entrySet().removeIf(entry -> isGone(entry.getKey(), entry.getValue(), now));
    getChildren().setAll(now.stream().map(this::card).toList());
    Controls.show(this, !now.isEmpty());
  }

  private static boolean isGone(DebugSession session, SessionCard card, List<DebugSession> now) {
    boolean gone = now.stream().noneMatch(session::equals);
    if (gone) {
      card.close();
    }
    return gone;
  }

  private SessionCard card(DebugSession session) {
    return shown.computeIfAbsent(session, each -> new SessionCard(each, model, surface, ui, look));
  }

  @Override
  public void close() {
    shown.values().forEach(SessionCard::close);
    shown.clear();
  }
}
