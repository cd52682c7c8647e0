package dev.mooring.desktop.registry;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Rows;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.registry.ImagePushes.LocalImage;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.ImageReference;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;

/// What to push and under which name: an image of Docker or Podman here, or an archive. It stays
/// open, with all that was typed, until the push can begin.
final class PushCard {
  private static final double ROW = 28;
  private static final int MOST_ROWS = 7;

  private final ImagePushes pushes;
  private final Surface surface;
  private final StackPane local = new StackPane();
  private final ListView<LocalImage> images = new ListView<>();
  private final TextField archive = new TextField();
  private final TextField name = new TextField();
  private final Form form = new Form(Messages.of("push-image"));
  private boolean looking;

  /// The local image to choose once it is listed; empty for none.
  private String wanted = "";

  private PushCard(ImagePushes pushes, Surface surface) {
    this.pushes = pushes;
    this.surface = surface;
    images.setId("local-images");
    images.setAccessibleText(Messages.of("images-of-docker-or-podman"));
    images.getStyleClass().add(Tokens.MONO);
    images.setFixedCellSize(ROW);
    Rows.arrowsBegin(images, images.getSelectionModel());
    images.setCellFactory(ignored -> new ImageCell());
    archive.setId("push-archive");
    archive.setPromptText(Messages.of("an-archive-from"));
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
                name.setText(ImagePushes.suggestedName(now.name()));
              }
            });
    archive
        .textProperty()
        .addListener(
            (p, before, now) -> {
              mark(archive, false);
              if (!now.isBlank()) {
                images.getSelectionModel().clearSelection();
                name.setText(nameOf(now));
              }
            });
    name.textProperty().addListener((p, before, now) -> mark(name, false));
  }

  /// @param local the image of an engine that is chosen already; empty for none
  static void open(ImagePushes pushes, Surface surface, String local) {
    PushCard card = new PushCard(pushes, surface);
    card.wanted = local;
    card.show();
  }

  /// @param dropped an archive that was dropped on the page
  static void open(ImagePushes pushes, Surface surface, File dropped) {
    PushCard card = new PushCard(pushes, surface);
    card.show();
    card.archive.setText(dropped.toString());
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
    list();
    HBox file = new HBox(Tokens.GAP, archive, Controls.button(Messages.of("choose"), this::choose));
    HBox.setHgrow(archive, Priority.ALWAYS);
    VBox archives = new VBox(Tokens.GAP, file);
    pushes.sample().ifPresent(sample -> archives.getChildren().add(sampleLink(sample)));
    archive.setAccessibleText(Messages.of("archive"));
    form.field(Messages.of("from-docker-or-podman"), local, "")
        .field(Messages.of("or-an-archive"), archives, "")
        .field(Messages.of("name-in-the-registry"), name, "")
        .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), push);
    form.setPrefWidth(480);
    surface.open(form);
  }

  private Hyperlink sampleLink(Path sample) {
    Hyperlink link = new Hyperlink(Messages.of("use-the-sample-image"));
    link.setId("push-sample");
    link.setOnAction(
        event -> {
          archive.setText(sample.toString());
          archive.end();
          name.requestFocus();
        });
    return link;
  }

  private void list() {
    FaceView<List<LocalImage>> face =
        new FaceView<>(
            pushes.localImages().face(),
            surface,
            this::list,
            images,
            this::fill,
            List::isEmpty,
            Controls.text(Messages.of("docker-or-podman-isnt-running"), Tokens.SECONDARY));
    face.setAlignment(Pos.CENTER_LEFT);
    local.getChildren().setAll(face);
  }

  private void fill(List<LocalImage> all) {
    images.getItems().setAll(all);
    images.setPrefHeight(2 + ROW * Math.min(MOST_ROWS, all.size()));
    all.stream().filter(each -> each.name().equals(wanted)).findFirst().ifPresent(this::choose);
  }

  /// Only once: what somebody chooses later stays.
  private void choose(LocalImage image) {
    wanted = "";
    images.getSelectionModel().select(image);
    images.scrollTo(image);
    name.requestFocus();
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
    LocalImage image = images.getSelectionModel().getSelectedItem();
    String file = archive.getText().strip();
    if (image != null) {
      withName(
          as -> {
            surface.closeCard();
            pushes.push(image, as);
          });
      return;
    }
    if (looking) {
      return;
    }
    looking = true;
    Fetched<Path> there = pushes.archive(file);
    there.then(
        path -> {
          looking = false;
          withName(
              as -> {
                surface.closeCard();
                pushes.push(path, as);
              });
        },
        problem -> {
          looking = false;
          mark(archive, true);
          form.refuse(problem);
        });
  }

  private void withName(Consumer<ImageReference> go) {
    ImageReference as;
    try {
      as = ImageReference.parse(name.getText().strip());
    } catch (MooringException e) {
      mark(name, true);
      form.refuse(e.problem());
      return;
    }
    go.accept(as);
  }

  private static void mark(TextField field, boolean wrong) {
    field.pseudoClassStateChanged(Styles.STATE_DANGER, wrong);
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
