package dev.mooring.desktop.pod;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;

/// A pod by its name; a click shows what can be done with it.
public final class PodMenu {
  private PodMenu() {}

  /// @param words what it is called where it stands
  public static MenuButton of(
      String words, Chosen chosen, PodNavigation navigation, Surface surface) {
    MenuButton menu = new MenuButton(words);
    menu.setMnemonicParsing(false);
    menu.getStyleClass().addAll(Styles.FLAT, Styles.SMALL, Tokens.MONO, "pod-menu");
    // A long name is cut in a narrow detail and whole in the tooltip.
    menu.setMinWidth(0);
    menu.setTooltip(new Tooltip(words));
    menu.setAccessibleText(Messages.of("actions-of", words));
    PodActions can = new PodActions("pod", navigation, () -> chosen);
    for (Action each : can.all()) {
      // Keys are the list's own.
      menu.getItems().add(Actions.item(each.withKey(each.reach(), "")));
    }
    menu.getItems()
        .add(
            Controls.item(
                Messages.of("copy-name"),
                () -> surface.copy(chosen.target().name(), Messages.of("pod-name"))));
    menu.setOnShowing(event -> can.update());
    return menu;
  }
}
