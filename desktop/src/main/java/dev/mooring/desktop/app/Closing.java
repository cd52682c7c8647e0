package dev.mooring.desktop.app;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.settings.SettingsFile;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.event.Event;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// What closing the window means: into the tray, the end, or a question where something would be
/// lost. Used on the FX thread.
final class Closing {
  private final MooringWindow window;
  private final Workspaces workspaces;
  private final SettingsFile settings;
  private final BooleanSupplier tray;
  private final boolean reachable;
  private final Runnable quit;

  /// @param tray whether a tray shows Mooring's icon now
  /// @param reachable whether another start brings a hidden window back
  Closing(
      MooringWindow window,
      Workspaces workspaces,
      SettingsFile settings,
      BooleanSupplier tray,
      boolean reachable,
      Runnable quit) {
    this.window = window;
    this.workspaces = workspaces;
    this.settings = settings;
    this.tray = tray;
    this.reachable = reachable;
    this.quit = quit;
  }

  void request(Event event) {
    boolean shown = tray.getAsBoolean();
    if (shown && settings.settings().get().closeToTray()) {
      return;
    }
    Optional<String> loss = Loss.of(workspaces).words();
    if (loss.isEmpty()) {
      end();
      return;
    }
    event.consume();
    ask(loss.get(), shown);
  }

  private void end() {
    window.close();
    quit.run();
  }

  private void ask(String loss, boolean shown) {
    VBox card = new VBox();
    card.setPrefWidth(480);
    card.getChildren()
        .addAll(
            Controls.text(Messages.of("quit-mooring"), Tokens.SECTION_TITLE),
            Controls.text(Messages.of("if-you-quit", loss)));
    Button cancel = Controls.button(Messages.of("cancel"), window.surface()::closeCard);
    cancel.setId("closing-cancel");
    Button end = Controls.danger(Messages.of("quit"), this::end);
    end.setId("closing-quit");
    HBox buttons = new HBox(Tokens.GAP, cancel, end);
    buttons.setAlignment(Pos.CENTER_RIGHT);
    if (shown || reachable) {
      card.getChildren()
          .add(
              Controls.text(
                  shown
                      ? Messages.of("keeps-running-in-the-tray")
                      : Messages.of("keeps-running-hidden"),
                  Tokens.SECONDARY));
      Button keep =
          Controls.primary(
              Messages.of("keep-running"),
              () -> {
                window.surface().closeCard();
                window.stage().hide();
              });
      keep.setId("closing-keep");
      keep.setDefaultButton(true);
      buttons.getChildren().add(keep);
    }
    card.getChildren().add(buttons);
    window.surface().open(card);
  }
}
