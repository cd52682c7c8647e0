package dev.mooring.desktop.debugger;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.theme.Tokens;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Point2D;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/// A line of code with its margin.
final class CodeCell extends ListCell<CodeLine> {
  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");

  private final Marks marks;
  private final Region dot = new Region();
  private final StackPane gutter = new StackPane(dot);
  private final Label number = Controls.label("", Tokens.MONO, "code-number");
  private final TextFlow text = new TextFlow();
  private final HBox line = new HBox(gutter, number, text);

  /// What the margin shows, and what is done there.
  interface Marks {
    boolean isCurrent(int index);

    /// "breakpoint", "logpoint", or empty for none.
    String mark(CodeLine line);

    void toggle(CodeLine line);

    /// The mouse moved over a piece of the line.
    void over(CodeLine line, int character, MouseEvent event);

    void out();
  }

  CodeCell(Marks marks) {
    this.marks = marks;
    getStyleClass().add("code-cell");
    gutter.getStyleClass().add("code-gutter");
    gutter.setOnMouseClicked(
        event -> {
          CodeLine of = getItem();
          if (of != null) {
            marks.toggle(of);
            event.consume();
          }
        });
    line.setAlignment(Pos.CENTER_LEFT);
    text.setMinWidth(USE_PREF_SIZE);
    text.setOnMouseMoved(this::over);
    text.setOnMouseExited(event -> marks.out());
  }

  private void over(MouseEvent event) {
    CodeLine of = getItem();
    if (of != null) {
      int at = text.getHitInfo(new Point2D(event.getX(), event.getY())).getCharIndex();
      marks.over(of, at, event);
    }
  }

  @Override
  protected void updateItem(@Nullable CodeLine item, boolean empty) {
    super.updateItem(item, empty);
    if (item == null) {
      setGraphic(null);
      setAccessibleText("");
      pseudoClassStateChanged(CURRENT, false);
      return;
    }
    number.setText(item.label());
    text.getChildren().setAll(item.spans().stream().map(CodeCell::piece).toList());
    draw();
    setGraphic(line);
  }

  /// After the current line or a breakpoint changed.
  void draw() {
    CodeLine item = getItem();
    if (item == null) {
      return;
    }
    boolean current = marks.isCurrent(getIndex());
    String mark = marks.mark(item);
    pseudoClassStateChanged(CURRENT, current);
    Controls.style(dot, "code-mark", mark.isEmpty() ? "none" : mark);
    setAccessibleText(
        Messages.of(
            "line-is",
            item.label(),
            current ? Messages.of("current-line") : "",
            mark.isEmpty() ? "" : Messages.of("has-breakpoint"),
            item.text().strip()));
  }

  private static Text piece(CodeLine.Span span) {
    Text piece = new Text(span.text());
    piece.getStyleClass().addAll("code-text", span.look().name().toLowerCase(Locale.ROOT));
    return piece;
  }
}
