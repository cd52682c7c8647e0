package dev.mooring.desktop.fx;

import dev.mooring.settings.SettingsFile;
import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.control.ConstrainedColumnResizeBase;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.util.Callback;

/// Keeps how wide the user made the columns of a table, in every context.
public final class KeptWidths {
  private final SettingsFile settings;
  private final String list;

  /// @param list whose columns they are: "workloads"
  public KeptWidths(SettingsFile settings, String list) {
    this.settings = settings;
    this.list = list + "/";
  }

  /// After the table has its columns, and before [Columns#fit].
  public void of(TableView<?> table) {
    Map<String, Integer> kept = settings.settings().get().columnWidths();
    for (TableColumn<?, ?> each : table.getColumns()) {
      Integer width = kept.get(list + each.getText());
      if (width != null) {
        each.setPrefWidth(Math.clamp(width, each.getMinWidth(), each.getMaxWidth()));
      }
    }
    table.setColumnResizePolicy(new Resize(table));
  }

  private void keep(TableView<?> table) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (TableColumn<?, ?> each : table.getVisibleLeafColumns()) {
      each.setPrefWidth(each.getWidth());
      widths.put(list + each.getText(), (int) Math.round(each.getWidth()));
    }
    settings.update(
        s -> {
          Map<String, Integer> all = new LinkedHashMap<>(s.columnWidths());
          all.putAll(widths);
          return s.withColumnWidths(all);
        });
  }

  /// As the toolkit's own, and keeps what the user's hand did.
  @SuppressWarnings("rawtypes") // So is the toolkit's own type.
  private final class Resize extends ConstrainedColumnResizeBase
      implements Callback<TableView.ResizeFeatures, Boolean> {
    private final TableView<?> table;

    Resize(TableView<?> table) {
      this.table = table;
    }

    @Override
    public Boolean call(TableView.ResizeFeatures features) {
      boolean done = TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN.call(features);
      if (features.getColumn() != null && features.getDelta() != 0) {
        keep(table);
      }
      return done;
    }
  }
}
