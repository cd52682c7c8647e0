package dev.mooring.desktop.registry.image;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// What is in a file, as far as there is something to see.
final class PreviewCard extends VBox {
  private static final double WIDTH = 720;
  private static final double HEIGHT = 480;

  private final FileRow row;
  private final StackPane content = new StackPane();
  private final Label note = Controls.label("", Tokens.SECONDARY);

  private PreviewCard(FilesViewModel model, FileRow row, Surface surface) {
    super(12);
    this.row = row;
    setId("image-preview");
    Fetched<Preview> preview = model.preview(row);
    Label title = Controls.label(row.shown(), Tokens.SECTION_TITLE);
    title.setMinWidth(0);
    FaceView<Preview> face =
        new FaceView<>(
            preview.face(),
            surface,
            () -> again(model, surface),
            content,
            this::show,
            n -> false,
            content);
    face.setPrefSize(WIDTH, HEIGHT);
    face.setMinHeight(120);
    VBox.setVgrow(face, Priority.ALWAYS);
    Button close = Controls.button(Messages.of("close-card"), surface::closeCard);
    close.setDefaultButton(true);
    HBox foot = new HBox(Tokens.GAP, note, Controls.spacer(), close);
    foot.setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(title, face, foot);
    parentProperty()
        .addListener(
            (p, before, now) -> {
              if (now == null) {
                preview.clear();
              }
            });
  }

  static void open(FilesViewModel model, FileRow row, Surface surface) {
    surface.open(new PreviewCard(model, row, surface));
  }

  private void again(FilesViewModel model, Surface surface) {
    surface.closeCard();
    open(model, row, surface);
  }

  private void show(Preview now) {
    content.getChildren().setAll(node(now));
    note.setText(note(now));
  }

  private Node node(Preview now) {
    return switch (now) {
      case Preview.Text text -> area(text.text());
      case Preview.Binary binary -> area(binary.dump());
      case Preview.Picture picture -> {
        ImageView view = new ImageView(picture.image());
        view.setPreserveRatio(true);
        view.setFitWidth(Math.min(WIDTH, picture.image().getWidth()));
        view.setFitHeight(Math.min(HEIGHT, picture.image().getHeight()));
        view.setAccessibleText(row.name());
        yield view;
      }
      case Preview.Empty empty -> Controls.text(Messages.of("file-is-empty"), Tokens.SECONDARY);
    };
  }

  private TextArea area(String text) {
    TextArea area = Controls.tabLeaves(new TextArea(text));
    area.setId("image-preview-text");
    area.setEditable(false);
    area.getStyleClass().add(Tokens.MONO);
    area.setAccessibleText(row.shown());
    return area;
  }

  private String note(Preview now) {
    String size = Words.size(row.size());
    return switch (now) {
      case Preview.Text text ->
          text.whole() ? row.origin() : Messages.of("first-kib", Preview.TEXT >> 10, size);
      case Preview.Binary binary ->
          binary.whole() ? row.origin() : Messages.of("first-kib", Preview.BINARY >> 10, size);
      case Preview.Picture picture ->
          Messages.of("pixels", picture.width(), picture.height(), size);
      case Preview.Empty empty -> row.origin();
    };
  }
}
