package dev.mooring.desktop.registry.source;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.registry.copy.ImageDrag;
import dev.mooring.desktop.registry.source.SourceLine.Head;
import dev.mooring.desktop.registry.source.SourceLine.Note;
import dev.mooring.desktop.registry.source.SourceLine.Own;
import dev.mooring.desktop.theme.Tokens;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// One line of the sources. Its nodes are made once, however far somebody scrolls.
final class SourceCell extends ListCell<SourceLine> {
  private static final double DEEPER = 16;

  private final FontIcon fold = new FontIcon(Feather.CHEVRON_DOWN);
  private final FontIcon icon = new FontIcon(Feather.ANCHOR);
  private final Label words = new Label();
  private final Label count = Controls.label("", Tokens.SECONDARY);
  private final Button help;
  private final FontIcon retry = new FontIcon(Feather.REFRESH_CW);
  private final HBox line;
  private final TagCounts counts;
  private final Tooltip whole = new Tooltip();

  SourceCell(SourceList list, TagCounts counts) {
    this.counts = counts;
    help = Controls.button("", () -> act(list));
    help.getStyleClass().addAll(Styles.FLAT, Styles.SMALL, Styles.ACCENT);
    // The line itself answers the keyboard.
    help.setFocusTraversable(false);
    words.setMaxWidth(Double.MAX_VALUE);
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    count.setMinWidth(USE_PREF_SIZE);
    line = new HBox(6, fold, icon, words, count, help);
    line.setAlignment(Pos.CENTER_LEFT);
    setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    // No wider than the list: what is longer is cut, and stands in the tooltip.
    setPrefWidth(0);
    whole.textProperty().bind(words.textProperty());
    addEventHandler(MouseEvent.MOUSE_CLICKED, event -> clicked(list));
    ImageDrag.onto(this, () -> list.destination(getItem()), list::dropped);
  }

  private void act(SourceList list) {
    if (getItem() != null) {
      list.act(getItem());
    }
  }

  private void clicked(SourceList list) {
    if (getItem() instanceof Head || getItem() instanceof Own) {
      list.act(getItem());
    }
  }

  @Override
  protected void updateItem(@Nullable SourceLine item, boolean empty) {
    super.updateItem(item, empty);
    if (empty || item == null) {
      setGraphic(null);
      setTooltip(null);
      setAccessibleText("");
      return;
    }
    switch (item) {
      case Head head -> head(head);
      case Own own -> own(own);
      case SourceLine.Repository repository -> repository(repository);
      case SourceLine.Odd odd -> odd(odd);
      case Note note -> note(note);
    }
    setGraphic(line);
  }

  private void show(double indent, boolean folds, boolean icons, String style) {
    HBox.setMargin(fold, new Insets(0, 0, 0, folds ? indent : 0));
    HBox.setMargin(words, new Insets(0, 0, 0, folds ? 0 : indent));
    words.setTextOverrun(OverrunStyle.ELLIPSIS);
    Controls.show(fold, folds);
    Controls.show(icon, icons);
    Controls.show(help, false);
    Controls.style(words, "label", style);
  }

  private void folded(boolean folded) {
    fold.setIconCode(folded ? Feather.CHEVRON_RIGHT : Feather.CHEVRON_DOWN);
  }

  private void say(String text, String number, String accessible) {
    words.setText(text);
    count.setText(number);
    Controls.show(count, !number.isEmpty());
    setAccessibleText(accessible);
    setTooltip(whole);
  }

  private void head(Head head) {
    show(0, true, true, Tokens.SECTION_TITLE);
    folded(head.folded());
    icon.setIconCode(head.source().icon());
    String name = head.source().name();
    say(
        name,
        head.count(),
        head.folded() ? Messages.of("source-folded", name) : Messages.of("source", name));
  }

  private void own(Own own) {
    show(DEEPER, true, false, Tokens.SECONDARY);
    folded(own.folded());
    String words = Messages.of("moorings-own");
    say(words, String.valueOf(own.count()), words);
  }

  private void repository(SourceLine.Repository repository) {
    show(repository.own() ? DEEPER * 3 : DEEPER * 1.25, false, false, Tokens.MONO);
    // The end of a long name tells more than the host before it.
    words.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
    Contents.Count tags = counts.of(repository).orElse(null);
    String number =
        tags == null
            ? ""
            : tags.tags() == 0
                ? Messages.of("empty")
                : RepositoryNames.counted(tags.tags(), tags.more());
    say(
        repository.name(),
        number,
        tags == null || tags.more()
            ? Messages.of("of-source", repository.name(), repository.source().name())
            : Messages.count(
                "tags-of-source", tags.tags(), repository.name(), repository.source().name()));
    if (tags != null && tags.tags() == 0) {
      Controls.style(words, "label", Tokens.MONO, Tokens.SECONDARY);
      setTooltip(new Tooltip(Messages.of("left-over", repository.name())));
    }
  }

  private void odd(SourceLine.Odd odd) {
    show(DEEPER * 1.25, false, false, Tokens.MONO);
    String why = Messages.of("invalid-name", odd.name(), odd.why());
    say(odd.name(), Messages.of("invalid"), why);
    Controls.style(words, "label", Tokens.MONO, Tokens.SECONDARY);
    setTooltip(new Tooltip(why));
  }

  private void note(Note note) {
    show(DEEPER * 1.25, false, false, Tokens.SECONDARY);
    say(note.words(), "", note.words());
    String way =
        switch (note.way()) {
          case NONE -> "";
          case CONNECT -> Messages.of("connect");
          case RETRY -> Messages.of("retry");
          case ADD -> Messages.of("add");
        };
    // An icon leaves room to say what is wrong.
    boolean again = note.way() == Note.Way.RETRY;
    help.setText(again ? "" : way);
    help.setGraphic(again ? retry : null);
    help.setAccessibleText(way);
    help.setTooltip(again ? new Tooltip(way) : null);
    help.setId("source-help-" + note.source().key().replace('/', '-'));
    Controls.show(help, !way.isEmpty());
    if (!note.detail().isEmpty()) {
      setTooltip(new Tooltip(note.detail()));
    }
  }
}
