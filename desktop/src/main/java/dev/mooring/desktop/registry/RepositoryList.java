package dev.mooring.desktop.registry;

import dev.mooring.desktop.theme.Tokens;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// The repositories by name, and the filter over them.
final class RepositoryList extends VBox {
  private final ObservableList<String> names = FXCollections.observableArrayList();
  private final FilteredList<String> shown = new FilteredList<>(names);
  private final ListView<String> list = new ListView<>(shown);
  private final TextField filter = filter("filter", Messages.of("filter-repositories"));
  private String chosen = "";

  /// @param choose called with what is selected, also by [#choose]
  RepositoryList(Consumer<String> choose) {
    super(Tokens.GAP);
    list.setAccessibleText(Messages.of("repositories"));
    list.setId("repositories");
    list.getStyleClass().addAll(Tokens.MONO, "dense");
    list.getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (p, before, now) -> {
              if (now != null) {
                choose.accept(now);
              }
            });
    filter.textProperty().addListener((p, before, now) -> filter(now));
    getChildren().addAll(filter, list);
    setVgrow(list, Priority.ALWAYS);
    setPrefWidth(176);
    setMinWidth(144);
  }

  static TextField filter(String id, String words) {
    TextField field = new TextField();
    field.setId(id);
    field.setPromptText(words);
    field.setAccessibleText(words);
    return field;
  }

  void show(List<String> all) {
    if (!names.equals(all)) {
      // A list lets its selection wander when its items change.
      list.getSelectionModel().clearSelection();
      names.setAll(all);
    }
    select();
  }

  void choose(String name) {
    chosen = name;
    select();
  }

  void unfilter() {
    filter.clear();
  }

  private void filter(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    // Before its neighbour becomes the chosen one.
    list.getSelectionModel().clearSelection();
    shown.setPredicate(name -> name.contains(wanted));
    select();
  }

  /// The chosen one, where the filter lets it be seen.
  private void select() {
    if (shown.contains(chosen)) {
      list.getSelectionModel().select(chosen);
    } else {
      list.getSelectionModel().clearSelection();
    }
  }
}
