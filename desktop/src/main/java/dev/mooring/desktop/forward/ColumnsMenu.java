package dev.mooring.desktop.forward;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Menu;

/// Which columns the list has; the choice is kept, as are widths.
final class ColumnsMenu extends Menu {
  ColumnsMenu(ForwardsViewModel model, ForwardColumns columns) {
    super(Messages.of("columns"));
    for (String title : columns.spare()) {
      CheckMenuItem each = new CheckMenuItem(title);
      each.setOnAction(event -> show(model, title, each.isSelected()));
      getItems().add(each);
    }
    columns.widths(model.columnWidths());
    columns.onResized(model::keepColumnWidths);
    model
        .hiddenColumns()
        .subscribe(
            hidden -> {
              columns.hide(hidden);
              getItems()
                  .forEach(
                      each -> ((CheckMenuItem) each).setSelected(!hidden.contains(each.getText())));
            });
  }

  private static void show(ForwardsViewModel model, String title, boolean wanted) {
    List<String> hidden = new ArrayList<>(model.hiddenColumns().get());
    hidden.remove(title);
    if (!wanted) {
      hidden.add(title);
    }
    model.hideColumns(hidden);
  }
}
