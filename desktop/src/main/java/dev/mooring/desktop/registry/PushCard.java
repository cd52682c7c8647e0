package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.registry.ImagesViewModel.LocalImage;
import dev.mooring.desktop.theme.Tokens;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;

/// What to push and under which name: an image of Docker or Podman here, or an archive.
final class PushCard {
  private static final double ROW = 28;
  private static final int MOST_ROWS = 7;

  private final ImagesViewModel model;
  private final Surface surface;
  private final ListView<LocalImage> images = new ListView<>();
  private final TextField archive = new TextField();
  private final TextField name = new TextField();

  private PushCard(ImagesViewModel model, Surface surface) {
    this.model = model;
    this.surface = surface;
    images.setId("local-images");
    images.setAccessibleText(Messages.of("images-of-docker-or-podman-on"));
    images.getStyleClass().add(Tokens.MONO);
    images.setFixedCellSize(ROW);
    images.setCellFactory(ignored -> new ImageCell());
    archive.setId("push-archive");
    archive.setPromptText(Messages.of("as-docker-save-skopeo-or-buildx"));
    name.setId("push-name");
    name.setPromptText("ana/app:1");
    // One of the two: the later choice takes the other away.
    images
        .getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (p, before, now) -> {
              if (now != null) {
                archive.clear();
                name.setText(ImagesViewModel.suggestedName(now.name()));
              }
            });
    archive
        .textProperty()
        .addListener(
            (p, before, now) -> {
              if (!now.isBlank()) {
                images.getSelectionModel().clearSelection();
                name.setText(nameOf(now));
              }
            });
  }

  /// @param dropped an archive that was dropped on the page; null for none
  static void open(ImagesViewModel model, Surface surface, @Nullable Path dropped) {
    PushCard card = new PushCard(model, surface);
    card.show();
    if (dropped != null) {
      card.archive.setText(dropped.toString());
    }
  }

  private void show() {
    Button push = Controls.primary(Messages.of("push"), this::push);
    push.setId("push-start");
    push.disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () ->
                    name.getText().isBlank()
                        || (archive.getText().isBlank()
                            && images.getSelectionModel().getSelectedItem() == null),
                name.textProperty(),
                archive.textProperty(),
                images.getSelectionModel().selectedItemProperty()));
    FaceView<List<LocalImage>> local =
        new FaceView<>(
            model.localImages().face(),
            surface,
            () -> open(model, surface, null),
            images,
            this::fill,
            List::isEmpty,
            Controls.text(Messages.of("no-docker-or-podman-with-images"), Tokens.SECONDARY));
    local.setAlignment(Pos.CENTER_LEFT);
    HBox file = new HBox(Tokens.GAP, archive, Controls.button(Messages.of("choose"), this::choose));
    HBox.setHgrow(archive, Priority.ALWAYS);
    archive.setAccessibleText(Messages.of("archive"));
    Form form =
        new Form(Messages.of("push-image"))
            .field("From Docker or Podman", local, "")
            .field("Or an archive", file, "")
            .field("Name in the registry", name, "")
            .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), push);
    form.setPrefWidth(480);
    surface.open(form);
  }

  private void fill(List<LocalImage> all) {
    images.getItems().setAll(all);
    images.setPrefHeight(2 + ROW * Math.min(MOST_ROWS, all.size()));
  }

  private void choose() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(Messages.of("image-archive"));
    File file = chooser.showOpenDialog(images.getScene().getWindow());
    if (file != null) {
      archive.setText(file.toString());
    }
  }

  private void push() {
    surface.closeCard();
    String file = archive.getText().strip();
    LocalImage image = images.getSelectionModel().getSelectedItem();
    if (!file.isEmpty()) {
      model.push(Path.of(file), name.getText().strip());
    } else if (image != null) {
      model.push(image, name.getText().strip());
    }
  }

  private static String nameOf(String archive) {
    String file = archive.substring(archive.replace('\\', '/').lastIndexOf('/') + 1);
    String base = file.replaceAll("\\.(tar|tar\\.gz|tgz|oci)$", "");
    return base.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-") + ":latest";
  }

  private static final class ImageCell extends ListCell<LocalImage> {
    @Override
    protected void updateItem(@Nullable LocalImage item, boolean empty) {
      super.updateItem(item, empty);
      setText(empty || item == null ? "" : item.name() + "   " + Words.size(item.size()));
    }
  }
}
