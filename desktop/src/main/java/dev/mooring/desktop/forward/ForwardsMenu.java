package dev.mooring.desktop.forward;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import java.util.List;
import javafx.scene.control.MenuButton;
import javafx.scene.control.SeparatorMenuItem;

/// What can be done besides making a new forward, with the columns at its foot.
final class ForwardsMenu {
  private ForwardsMenu() {}

  static MenuButton of(ForwardActions can, ForwardListActions withAll, ColumnsMenu columns) {
    MenuButton menu = Controls.more();
    menu.setId("forwards-menu");
    for (List<Action> each : List.of(can.ofSelection(), withAll.ofAll(), withAll.ofFiles())) {
      each.forEach(action -> menu.getItems().add(Actions.item(action)));
      menu.getItems().add(new SeparatorMenuItem());
    }
    menu.getItems().add(columns);
    return menu;
  }
}
