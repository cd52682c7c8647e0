package dev.mooring.desktop.debug;

import dev.mooring.debug.DebugSession;
import dev.mooring.debug.editor.Editor;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.layout.HBox;

/// Opens editors at a session, the one that was opened last with one click, and copies what they
/// take where one is set up by hand.
final class EditorButtons extends HBox {

  EditorButtons(DebugSession session, SessionsViewModel model, Surface surface) {
    super(Tokens.GAP);
    if (session.endpoint().isPresent()) {
      getChildren().add(open(session, model));
    }
    MenuButton copy = new MenuButton(Messages.of("copy-settings"));
    copy.setId("copy-for-editor");
    for (DebugSession.Handover each : session.handovers()) {
      copy.getItems().add(item(each.editor(), () -> copy(each, surface)));
    }
    Controls.show(copy, !copy.getItems().isEmpty());
    getChildren().add(copy);
  }

  private static SplitMenuButton open(DebugSession session, SessionsViewModel model) {
    SplitMenuButton open = new SplitMenuButton();
    open.setId("open-editor");
    for (Editor each : Editor.all()) {
      open.getItems().add(item(each.name(), () -> open(open, session, each, model)));
    }
    lead(open, session, model.editor(), model);
    return open;
  }

  private static void open(
      SplitMenuButton button, DebugSession session, Editor editor, SessionsViewModel model) {
    lead(button, session, editor, model);
    model.open(session, editor);
  }

  private static void lead(
      SplitMenuButton button, DebugSession session, Editor editor, SessionsViewModel model) {
    button.setText(Messages.of("open-in", editor.name()));
    button.setOnAction(event -> model.open(session, editor));
  }

  private static MenuItem item(String name, Runnable action) {
    MenuItem item = new MenuItem(name);
    item.setMnemonicParsing(false);
    item.setOnAction(event -> action.run());
    return item;
  }

  private static void copy(DebugSession.Handover handover, Surface surface) {
    surface.copy(handover.text(), Messages.of("lines-for", handover.editor()));
  }
}
