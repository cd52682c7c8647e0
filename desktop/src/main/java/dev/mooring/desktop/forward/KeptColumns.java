package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Subscription;
import dev.mooring.settings.SettingsFile;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What the user made of the columns: kept in the settings, the same in every context.
final class KeptColumns implements AutoCloseable {
  /// Before the titles of columns in the settings, where lists of other places have theirs too.
  private static final String LIST = "forwards/";

  private final SettingsFile settings;
  private final ReadOnlyObjectWrapper<List<String>> hidden = new ReadOnlyObjectWrapper<>(List.of());
  private final Subscription subscription;

  KeptColumns(SettingsFile settings, Ui ui) {
    this.settings = settings;
    Consumer<List<String>> newest = ui.newest(hidden::set);
    this.subscription = settings.settings().subscribe(now -> newest.accept(now.hiddenColumns()));
  }

  /// How wide the user made columns, by title.
  Map<String, Integer> widths() {
    Map<String, Integer> widths = new HashMap<>();
    settings
        .settings()
        .get()
        .columnWidths()
        .forEach(
            (column, width) -> {
              if (column.startsWith(LIST)) {
                widths.put(column.substring(LIST.length()), width);
              }
            });
    return widths;
  }

  void keepWidths(Map<String, Integer> widths) {
    settings.update(
        s -> {
          Map<String, Integer> all = new LinkedHashMap<>(s.columnWidths());
          widths.forEach((title, width) -> all.put(LIST + title, width));
          return s.withColumnWidths(all);
        });
  }

  /// Columns that the user took away, by title.
  ReadOnlyObjectProperty<List<String>> hidden() {
    return hidden.getReadOnlyProperty();
  }

  void hide(List<String> titles) {
    settings.update(s -> s.withHiddenColumns(titles));
  }

  @Override
  public void close() {
    subscription.close();
  }
}
