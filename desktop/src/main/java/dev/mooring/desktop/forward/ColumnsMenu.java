package dev.mooring.desktop.forward;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Menu;

/// Which columns the list has; the choice is kept, as are widths.
final class ColumnsMenu extends Menu {
  ColumnsMenu(KeptColumns kept, ForwardColumns columns) {
    super(Messages.of("columns"));
    for (String title : columns.spare()) {
      CheckMenuItem each = new CheckMenuItem(title);
      each.setOnAction(event -> show(kept, title, each.isSelected()));
      getItems().add(each);
    }
    columns.widths(kept.widths());
    columns.onResized(kept::keepWidths);
    kept.hidden()
        .subscribe(
            hidden -> {
              columns.hide(hidden);
              getItems()
                  .forEach(
                      each -> ((CheckMenuItem) each).setSelected(!hidden.contains(each.getText())));
            });
  }

  private static void show(KeptColumns kept, String title, boolean wanted) {
    List<String> hidden = new ArrayList<>(kept.hidden().get());
    hidden.remove(title);
    if (!wanted) {
      hidden.add(title);
    }
    kept.hide(hidden);
  }
}
