package dev.mooring.desktop.registry.compare;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Rows;
import dev.mooring.desktop.theme.Tokens;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// One difference: the lines of a text that changed, or all of what was and what is.
final class DifferencePane extends VBox {
  private static final double LINE = 18;

  private final Label title = Controls.label("", Tokens.MONO);
  private final Label facts = Controls.label("", Tokens.SECONDARY);
  private final Label note = Controls.text("", Tokens.SECONDARY);
  private final ListView<String> lines = new ListView<>();

  DifferencePane() {
    super(4);
    getStyleClass().add("difference");
    title.setMinWidth(0);
    // The end of a path says more than its beginning.
    title.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
    facts.setMinWidth(0);
    lines.setId("compare-lines");
    lines.setAccessibleText(Messages.of("lines"));
    lines.getStyleClass().addAll("plain-list", "diff-lines");
    lines.setFixedCellSize(LINE);
    lines.setCellFactory(view -> new Line());
    Rows.arrowsBegin(lines, lines.getSelectionModel());
    StackPane body = new StackPane(lines, note);
    StackPane.setAlignment(note, javafx.geometry.Pos.TOP_LEFT);
    VBox.setVgrow(body, Priority.ALWAYS);
    getChildren().setAll(title, facts, body);
    setMinHeight(80);
    show(null);
  }

  void show(@Nullable DifferenceRow row) {
    boolean some = row != null && !row.lines().isEmpty();
    title.setText(row == null ? "" : row.name());
    String words = row == null || row.isHeading() ? "" : facts(row);
    facts.setText(words);
    Controls.show(facts, !words.isEmpty());
    note.setText(row == null ? Messages.of("select-a-difference") : row.note());
    Controls.show(note, !some);
    Controls.show(lines, some);
    lines.getItems().setAll(row == null ? List.of() : row.lines());
  }

  private static String facts(DifferenceRow row) {
    List<String> facts = new ArrayList<>(List.of(row.kind().words()));
    // What stands in the lines anyway is not said twice.
    if (row.lines().isEmpty() || !row.lines().getFirst().equals("-" + row.before())) {
      facts.add(
          row.before().isEmpty() || row.after().isEmpty() || row.before().equals(row.after())
              ? row.before().isEmpty() ? row.after() : row.before()
              : row.before() + " \u2192 " + row.after());
    }
    facts.add(row.more());
    facts.removeIf(String::isEmpty);
    return String.join(" · ", facts);
  }

  private static final class Line extends ListCell<String> {
    @Override
    protected void updateItem(@Nullable String line, boolean empty) {
      super.updateItem(line, empty);
      if (line == null || empty) {
        setText(null);
        setAccessibleText("");
        Controls.style(this, "cell", "indexed-cell", "list-cell");
        return;
      }
      setText(line);
      String kind =
          line.startsWith("+")
              ? "added"
              : line.startsWith("-") ? "removed" : line.startsWith("@@") ? "place" : "kept";
      Controls.style(this, "cell", "indexed-cell", "list-cell", "diff-line", kind);
      setAccessibleText(
          switch (kind) {
            case "added" -> Messages.of("spoken", Messages.of("added"), line.substring(1));
            case "removed" -> Messages.of("spoken", Messages.of("removed"), line.substring(1));
            default -> line;
          });
    }
  }
}
