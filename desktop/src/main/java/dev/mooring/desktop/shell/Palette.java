package dev.mooring.desktop.shell;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// Everything that can be done now, and everything that has a name, found by typing.
public final class Palette extends VBox {
  private static final double ROW = 32;
  private static final int ROWS = 10;

  private final Surface surface;
  private final Supplier<List<Entry>> entries;
  private final TextField query = new TextField();
  private final ListView<Entry> found = new ListView<>();

  /// @param where the place or kind, shown beside the words: "Forwards"
  public record Entry(String where, Action action) {
    private String haystack() {
      return (action.words() + " " + where + " " + action.command()).toLowerCase(Locale.ROOT);
    }
  }

  private Palette(Supplier<List<Entry>> entries, Surface surface) {
    this.surface = surface;
    this.entries = entries;
    setPrefWidth(560);
    setSpacing(Tokens.GAP);
    query.setId("palette-query");
    query.setPromptText(Messages.of("search-actions-forwards-images-workloads-and"));
    query.setAccessibleText(Messages.of("search-or-run"));
    query.textProperty().addListener((property, before, now) -> filter(now));
    query.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    found.setId("palette-found");
    found.setAccessibleText(Messages.of("results"));
    found.setFixedCellSize(ROW);
    found.setPrefHeight(ROW * ROWS + 2);
    found.setFocusTraversable(false);
    found.setPlaceholder(Controls.label(Messages.of("no-matches"), Tokens.SECONDARY));
    found.setCellFactory(ignored -> new Row());
    found.setOnMouseClicked(event -> run());
    getChildren().addAll(query, found);
    filter("");
  }

  /// @param entries asked for with each key: what has to be read comes while somebody types
  static void open(Supplier<List<Entry>> entries, Surface surface) {
    surface.open(new Palette(entries, surface));
  }

  private void filter(String typed) {
    found.getItems().setAll(matching(entries.get(), typed));
    found.getSelectionModel().select(0);
    found.scrollTo(0);
  }

  /// Those that hold every word that was typed; what begins with it first, then what has it in its
  /// own words, in the order of the places.
  static List<Entry> matching(List<Entry> entries, String typed) {
    String wanted = typed.strip().toLowerCase(Locale.ROOT);
    List<String> words = wanted.isEmpty() ? List.of() : List.of(wanted.split("\\s+"));
    List<Entry> matching =
        new ArrayList<>(
            entries.stream()
                .filter(each -> each.action().enabled().get())
                .filter(each -> words.stream().allMatch(each.haystack()::contains))
                .toList());
    matching.sort(
        Comparator.comparingInt(
            each -> {
              String own = each.action().words().toLowerCase(Locale.ROOT);
              return own.startsWith(wanted) ? 0 : own.contains(wanted) ? 1 : 2;
            }));
    return matching;
  }

  private void key(KeyEvent event) {
    int at = found.getSelectionModel().getSelectedIndex();
    int last = found.getItems().size() - 1;
    switch (event.getCode()) {
      case KeyCode.DOWN -> select(at >= last ? 0 : at + 1);
      case KeyCode.UP -> select(at <= 0 ? last : at - 1);
      case KeyCode.PAGE_DOWN -> select(Math.min(last, at + ROWS));
      case KeyCode.PAGE_UP -> select(Math.max(0, at - ROWS));
      case KeyCode.ENTER -> run();
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void select(int index) {
    found.getSelectionModel().select(index);
    found.scrollTo(Math.max(0, index - ROWS + 1));
  }

  private void run() {
    Entry chosen = found.getSelectionModel().getSelectedItem();
    if (chosen != null) {
      surface.closeCard();
      chosen.action().fire();
    }
  }

  private static final class Row extends ListCell<Entry> {
    private final FontIcon icon = new FontIcon();
    private final Label words = Controls.label("");
    private final Label where = Controls.label("", Tokens.SECONDARY);
    private final Label key = Controls.label("", Tokens.SECONDARY, Styles.TEXT_SMALL);
    private final HBox line = new HBox(Tokens.GAP, icon, words, where, Controls.spacer(), key);

    Row() {
      line.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
      // A long name is cut in the row and never widens the list.
      setPrefWidth(0);
      words.setMinWidth(0);
      where.setMinWidth(USE_PREF_SIZE);
      key.setMinWidth(USE_PREF_SIZE);
    }

    @Override
    protected void updateItem(@Nullable Entry entry, boolean empty) {
      super.updateItem(entry, empty);
      setGraphic(empty || entry == null ? null : line);
      if (entry == null) {
        setAccessibleText("");
        return;
      }
      icon.setIconCode(entry.action().icon());
      words.setText(entry.action().words());
      where.setText(entry.where());
      key.setText(entry.action().keyWords());
      setAccessibleText(entry.action().words() + ", " + entry.where());
    }
  }
}
