package dev.mooring.desktop.registry.tags;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.registry.tags.TagState;
import java.util.List;
import javafx.scene.control.Hyperlink;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// The latest of what one tag named, in the overview of its image.
final class TagSection extends VBox {
  private static final int MOST = 4;

  private final String tag;
  private final TagLines lines;
  private final Runnable all;

  /// @param all shows the whole history
  TagSection(TagsViewModel model, String tag, TagLines lines, Runnable all) {
    super(4);
    this.tag = tag;
    this.lines = lines;
    this.all = all;
    setId("tag-section");
    // It belongs to the detail: what is gone from the window is told nothing.
    sceneProperty()
        .subscribe(
            new java.util.function.Consumer<javafx.scene.Scene>() {
              private Subscription told = Subscription.EMPTY;

              @Override
              public void accept(javafx.scene.Scene scene) {
                told.unsubscribe();
                told =
                    scene == null
                        ? Subscription.EMPTY
                        : model.past().face().subscribe(TagSection.this::show);
              }
            });
  }

  private void show(Face<TagPast> face) {
    TagPast past = face instanceof Face.Full<TagPast> full ? full.value() : null;
    getChildren().clear();
    List<TagState> states = past == null ? List.of() : past.of(tag);
    if (past == null || states.isEmpty()) {
      Controls.show(this, false);
      return;
    }
    Controls.show(this, true);
    getChildren().add(Controls.label(Messages.of("tag-history"), Tokens.SECTION_TITLE));
    states.stream().limit(MOST).forEach(each -> getChildren().add(lines.of(past, each, false)));
    Hyperlink more = new Hyperlink(Messages.of("show-tag-history", past.repository()));
    more.setId("tag-history-all");
    more.setOnAction(event -> all.run());
    getChildren().add(more);
  }
}
