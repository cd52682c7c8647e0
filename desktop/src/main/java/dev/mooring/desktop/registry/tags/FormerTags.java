package dev.mooring.desktop.registry.tags;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.registry.Digest;
import dev.mooring.registry.tags.TagState;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Images of the repository in view that had a tag and have none now, below those that have one.
final class FormerTags extends VBox {
  private static final int MOST = 3;

  private final TagLines lines;
  private final Runnable all;

  /// @param all shows the whole history
  FormerTags(TagsViewModel model, TagLines lines, Runnable all) {
    super(2);
    this.lines = lines;
    this.all = all;
    setId("former-tags");
    model.past().face().subscribe(this::show);
  }

  private void show(Face<TagPast> face) {
    getChildren().clear();
    TagPast past =
        switch (face) {
          case Face.Full<TagPast> full -> full.value();
          case Face.Stale<TagPast> stale -> stale.value();
          case Face.Loading<TagPast> loading -> null;
          case Face.Failed<TagPast> failed -> null;
        };
    List<TagState> former = past == null ? List.of() : past.former();
    Controls.show(this, !former.isEmpty());
    if (past == null || former.isEmpty()) {
      return;
    }
    getChildren().add(Controls.label(Messages.of("no-longer-tagged"), Tokens.SECONDARY));
    former.stream().limit(MOST).forEach(each -> getChildren().add(line(past, each)));
    if (former.size() > MOST) {
      Hyperlink more = new Hyperlink(Messages.of("show-all-former"));
      more.setOnAction(event -> all.run());
      getChildren().add(more);
    }
  }

  /// "was 3 until Monday  9f3a5c0d21be  [Put back]".
  private Node line(TagPast past, TagState state) {
    Digest digest = state.digest().orElseThrow();
    Label name = Controls.label(digest.brief(), Tokens.MONO, Tokens.SECONDARY);
    name.setMinWidth(0);
    name.setTooltip(new Tooltip(digest.text()));
    Label was =
        Controls.label(
            Messages.of("was-until", state.tag(), When.words(state.until().orElseThrow())),
            Tokens.SECONDARY);
    was.setMinWidth(48);
    was.setTooltip(new Tooltip(was.getText()));
    HBox line =
        new HBox(Tokens.GAP, was, name, Controls.spacer(), lines.putBack(past, state, digest));
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }
}
