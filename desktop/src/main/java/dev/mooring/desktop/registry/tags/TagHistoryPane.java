package dev.mooring.desktop.registry.tags;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.EmptyPane;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// What all tags of a repository named, newest first.
final class TagHistoryPane extends BorderPane {
  private final VBox body = new VBox(Tokens.GAP);
  private final TagLines lines;

  TagHistoryPane(
      TagsViewModel model, String repository, TagLines lines, Surface surface, Runnable close) {
    this.lines = lines;
    setId("tag-history");
    Label title = Controls.label(Messages.of("tag-history-of", repository), Tokens.SECTION_TITLE);
    title.setMinWidth(0);
    title.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
    title.setTooltip(new Tooltip(repository));
    HBox head =
        new HBox(
            Tokens.GAP,
            title,
            Controls.spacer(),
            Controls.icon(Feather.X, Messages.of("close"), close));
    head.setAlignment(Pos.CENTER_LEFT);
    setTop(head);
    ScrollPane scroll = new ScrollPane(body);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("scroll-page");
    FaceView<TagPast> face =
        new FaceView<>(
            model.past().face(),
            surface,
            model::read,
            scroll,
            this::show,
            past -> past.states().isEmpty(),
            new EmptyPane(Feather.CLOCK, Messages.of("nothing-seen-yet")));
    BorderPane.setMargin(face, new Insets(Tokens.GAP, 0, 0, 0));
    setCenter(face);
    Label honest = Controls.text(Messages.of("what-mooring-saw"), Tokens.SECONDARY);
    BorderPane.setMargin(honest, new Insets(Tokens.GAP, 0, 0, 0));
    setBottom(honest);
  }

  private void show(TagPast past) {
    body.getChildren()
        .setAll(past.states().stream().map(each -> lines.of(past, each, true)).toList());
  }
}
