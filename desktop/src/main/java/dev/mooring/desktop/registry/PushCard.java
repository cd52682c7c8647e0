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
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;

/// What to push and under which name: an image of Docker or Podman here, or an archive.
final class PushCard {
  private PushCard() {}

  static void open(ImagesViewModel model, Surface surface, @Nullable Path dropped) {
    ObjectProperty<@Nullable Path> archive = new SimpleObjectProperty<>(dropped);
    ListView<LocalImage> images = new ListView<>();
    images.setPrefHeight(180);
    images.setId("local-images");
    images.setAccessibleText("Images of Docker or Podman on this machine");
    images.setCellFactory(ignored -> new ImageCell());
    TextField name = new TextField(dropped == null ? "" : nameOf(dropped));
    name.setId("push-name");
    Label chosen = Controls.text(dropped == null ? "" : "Archive " + dropped, Tokens.SECONDARY);
    images
        .getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (p, before, now) -> {
              if (now != null) {
                archive.set(null);
                chosen.setText("");
                name.setText(ImagesViewModel.suggestedName(now.name()));
              }
            });
    Button choose =
        Controls.button(
            "Choose archive...",
            () -> {
              FileChooser chooser = new FileChooser();
              chooser.setTitle("Image archive");
              File file = chooser.showOpenDialog(images.getScene().getWindow());
              if (file != null) {
                images.getSelectionModel().clearSelection();
                archive.set(file.toPath());
                chosen.setText("Archive " + file);
                name.setText(nameOf(file.toPath()));
              }
            });
    Button push =
        Controls.primary(
            "Push",
            () -> {
              surface.closeCard();
              Path file = archive.get();
              LocalImage image = images.getSelectionModel().getSelectedItem();
              if (file != null) {
                model.push(file, name.getText().strip());
              } else if (image != null) {
                model.push(image, name.getText().strip());
              }
            });
    push.setId("push-start");
    push.disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () ->
                    name.getText().isBlank()
                        || (archive.get() == null
                            && images.getSelectionModel().getSelectedItem() == null),
                name.textProperty(),
                archive,
                images.getSelectionModel().selectedItemProperty()));
    FaceView<List<LocalImage>> face =
        new FaceView<>(
            model.localImages().face(),
            surface,
            () -> open(model, surface, null),
            images,
            all -> images.getItems().setAll(all),
            List::isEmpty,
            Controls.text(
                "No Docker or Podman with images answers on this machine. Choose an archive as"
                    + " docker save writes it.",
                Tokens.SECONDARY));
    face.setMinHeight(64);
    Form form =
        new Form("Push image")
            .add(face)
            .add(choose)
            .add(chosen)
            .field("Name in the registry", name, "repository:tag")
            .buttons(Controls.button("Cancel", surface::closeCard), push);
    form.setPrefWidth(480);
    surface.open(form);
  }

  private static String nameOf(Path archive) {
    String file = String.valueOf(archive.getFileName());
    String base = file.replaceAll("\\.(tar|tar\\.gz|tgz|oci)$", "");
    return base.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-") + ":latest";
  }

  private static final class ImageCell extends ListCell<LocalImage> {
    @Override
    protected void updateItem(@Nullable LocalImage item, boolean empty) {
      super.updateItem(item, empty);
      setText(empty || item == null ? "" : item.name() + "   " + Words.size(item.size()));
    }
  }
}
