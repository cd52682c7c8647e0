package dev.mooring.desktop.registry.image.attached;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.EmptyPane;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.attached.Attached;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A JSON document that is attached, such as the result of a scan.
final class DocumentCard extends VBox {
  private DocumentCard(
      AttachedViewModel model, Attached attached, Surface surface, ShownJson json) {
    super(12);
    setId("attached-document");
    Fetched<Optional<Document>> document = model.document(attached);
    StackPane content = new StackPane();
    Button copy =
        Controls.button(
            Messages.of("copy-json"),
            () -> {
              Optional<Document> now = document.value();
              if (now != null && now.isPresent()) {
                surface.copy(Documents.prettyJson(now.get()), Messages.of("the-document"));
              }
            });
    copy.setDisable(true);
    FaceView<Optional<Document>> face =
        new FaceView<>(
            document.face(),
            surface,
            () -> again(model, attached, surface, json),
            content,
            now -> {
              content.getChildren().setAll(json.of(attached.type(), now.orElseThrow()));
              copy.setDisable(false);
            },
            Optional::isEmpty,
            new EmptyPane(Feather.FILE, Messages.of("no-json")));
    face.setPrefSize(720, 400);
    VBox.setVgrow(face, Priority.ALWAYS);
    Button close = Controls.button(Messages.of("close"), surface::closeCard);
    close.setDefaultButton(true);
    getChildren()
        .addAll(
            Controls.label(attached.type(), Tokens.SECTION_TITLE),
            Controls.text(Messages.of("not-verified-here"), Tokens.SECONDARY),
            face,
            new HBox(Tokens.GAP, copy, Controls.spacer(), close));
    parentProperty()
        .addListener(
            (p, before, now) -> {
              if (now == null) {
                document.clear();
              }
            });
  }

  private static void again(
      AttachedViewModel model, Attached attached, Surface surface, ShownJson json) {
    surface.closeCard();
    open(model, attached, surface, json);
  }

  static void open(AttachedViewModel model, Attached attached, Surface surface, ShownJson json) {
    surface.open(new DocumentCard(model, attached, surface, json));
  }
}
