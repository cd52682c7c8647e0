package dev.mooring.desktop.stack;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/// What can be done in this place beside its primary action.
final class StackMenus {
  private StackMenus() {}

  /// @param another installs one of another name
  /// @param outside shows the registries that no cluster has
  /// @param forget takes a registry away that is not installed; empty where it stays
  static MenuButton absent(
      StackActions can, Action another, Action outside, Optional<Runnable> forget) {
    MenuButton menu =
        menu(can, StackAction.CHECK, StackAction.OPTIONS, StackAction.EGRESS, StackAction.INGRESS);
    menu.getItems().addAll(Actions.item(another), Actions.item(outside));
    forget.ifPresent(run -> menu.getItems().add(Controls.item(Messages.of("do-not-install"), run)));
    menu.setId("absent-menu");
    return menu;
  }

  /// @param another installs one beside it
  static MenuButton installed(StackActions can, Action another, Action outside) {
    MenuButton menu =
        menu(
            can,
            StackAction.APPLY,
            StackAction.CHECK,
            StackAction.OPTIONS,
            StackAction.EGRESS,
            StackAction.INGRESS,
            StackAction.FREE_SPACE,
            StackAction.BACK_UP,
            StackAction.RESTORE);
    menu.getItems()
        .addAll(
            Actions.item(another),
            Actions.item(outside),
            new SeparatorMenuItem(),
            Actions.item(can.of(StackAction.UNINSTALL)),
            Actions.item(can.of(StackAction.DELETE)));
    menu.setId("registry-menu");
    return menu;
  }

  private static MenuButton menu(StackActions can, StackAction... actions) {
    return Controls.more(
        Stream.of(actions).map(can::of).map(Actions::item).toArray(MenuItem[]::new));
  }
}
