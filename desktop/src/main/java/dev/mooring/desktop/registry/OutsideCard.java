package dev.mooring.desktop.registry;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.LowScroll;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.mesh.NamedRegistry;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.problem.Problem;
import dev.mooring.stack.NewRegistry;
import dev.mooring.stack.OutsideRegistries.Outside;
import java.io.File;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.feather.Feather;

/// The registries outside of the cluster, each with its way out of the list, and fields for another
/// one. It stays open, with all that was typed, until it is closed.
public final class OutsideCard {
  private final OutsideViewModel model;
  private final Surface surface;
  private final VBox rows = new VBox();
  private final Label done = Controls.text("");
  private final Button undo = new Button(Messages.of("undo"));
  private final HBox change = new HBox(Tokens.GAP, done, Controls.spacer(), undo);
  private final TextField name = field("outside-name", "company");
  private final TextField address = field("outside-address", "registry.example");
  private final TextField authorities = field("outside-ca", Messages.of("the-systems-cas"));
  private final Form form = new Form(Messages.of("outside-registries"));
  private List<Outside> shown = List.of();

  private OutsideCard(OutsideViewModel model, Surface surface) {
    this.model = model;
    this.surface = surface;
    rows.setId("outside-registries");
    undo.setId("outside-undo");
    undo.setMnemonicParsing(false);
    undo.setMinWidth(Button.USE_PREF_SIZE);
    change.setAlignment(Pos.CENTER_LEFT);
    Controls.show(change, false);
  }

  public static Action opening(OutsideViewModel model, Surface surface) {
    return Action.of(
            "registry.outside",
            Messages.of("registries-outside-the-cluster"),
            Feather.GLOBE,
            () -> new OutsideCard(model, surface).show())
        .withCommand("mooring registries");
  }

  private void show() {
    model.read();
    FaceView<List<Outside>> face =
        new FaceView<>(
            model.list().face(),
            surface,
            model::read,
            rows,
            this::fill,
            List::isEmpty,
            Controls.text(Messages.of("no-outside-registries"), Tokens.SECONDARY));
    face.setAlignment(Pos.CENTER_LEFT);
    Button choose = Controls.button(Messages.of("choose"), this::choose);
    HBox file = new HBox(Tokens.GAP, authorities, choose);
    HBox.setHgrow(authorities, Priority.ALWAYS);
    authorities.setAccessibleText(Messages.of("ca-file"));
    Button close = Controls.button(Messages.of("close-card"), surface::closeCard);
    close.setId("outside-close");
    Button add = Controls.primary(Messages.of("add"), this::add);
    add.setId("outside-add");
    add.disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () ->
                    name.getText().isBlank() || address.getText().isBlank() || model.adding().get(),
                name.textProperty(),
                address.textProperty(),
                model.adding()));
    form.add(new LowScroll(face, 48, 170))
        .add(change)
        .fields(Messages.of("name"), name, Messages.of("address"), address)
        .field(Messages.of("ca-file"), file, Messages.of("contacted-before-it-is-saved"))
        .buttons(close, add);
    form.setPrefWidth(560);
    surface.open(form);
    name.requestFocus();
  }

  private void fill(List<Outside> all) {
    // New rows for the same registries would take the focus away from who walks through them.
    if (!all.equals(shown)) {
      shown = all;
      rows.getChildren().setAll(all.stream().map(this::row).toList());
    }
  }

  private Node row(Outside outside) {
    VBox words =
        new VBox(Controls.text(outside.word()), Controls.text(sentence(outside), Tokens.SECONDARY));
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox row = new HBox(Tokens.GAP, Controls.picture(Feather.GLOBE, Tone.MUTED), words);
    if (!outside.isAnnounced()) {
      Button remove =
          Controls.icon(
              Feather.X,
              Messages.of("remove-registry", outside.name()),
              () -> remove(new NamedRegistry(outside.name(), outside.place())));
      remove.setId("remove-outside-" + outside.name());
      row.getChildren().add(remove);
    }
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add(Tokens.CHECK_ROW);
    return row;
  }

  /// "registry.example · own CA certificates".
  private static String sentence(Outside outside) {
    RegistryAddress place = outside.place();
    String what =
        outside.isAnnounced() ? Messages.of("announced-by-the-cluster") : place.registry();
    if ("http".equals(place.address().getScheme())) {
      return Messages.of("plain-http", what);
    }
    return place.authorities().isEmpty()
        ? Messages.of("system-cas", what)
        : Messages.of("own-cas", what);
  }

  private void remove(NamedRegistry registry) {
    model.remove(registry);
    undoable(Messages.of("removed-registry", registry.name()), () -> model.put(registry));
    // The button that had the focus is gone.
    undo.requestFocus();
  }

  private void add() {
    NewRegistry asked =
        new NewRegistry(
            name.getText().strip(), address.getText().strip(), authorities.getText().strip());
    form.accept();
    model.add(asked, this::added, this::refused);
  }

  private void added(OutsideViewModel.Added added) {
    String called = added.registry().name();
    String host = added.registry().place().registry();
    if (form.getScene() == null) {
      surface.toast(Messages.of("added-registry", called, host));
      return;
    }
    added
        .before()
        .ifPresentOrElse(
            before ->
                undoable(
                    Messages.of("replaced-registry", called, before.place().registry(), host),
                    () -> model.put(before)),
            () -> said(Messages.of("added-registry", called, host)));
    name.clear();
    address.clear();
    authorities.clear();
    name.requestFocus();
  }

  private void refused(Problem problem) {
    if (form.getScene() == null) {
      surface.tell(problem);
    } else {
      form.refuse(problem);
    }
  }

  private void said(String sentence) {
    done.setText(sentence);
    Controls.show(undo, false);
    Controls.show(change, true);
  }

  /// In the card and not over it: the keyboard comes to it.
  private void undoable(String sentence, Runnable back) {
    said(sentence);
    Controls.show(undo, true);
    undo.setOnAction(
        event -> {
          back.run();
          Controls.show(change, false);
          name.requestFocus();
        });
  }

  private void choose() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(Messages.of("ca-file"));
    File file = chooser.showOpenDialog(form.getScene().getWindow());
    if (file != null) {
      authorities.setText(file.toString());
    }
  }

  private static TextField field(String id, String prompt) {
    TextField field = new TextField();
    field.setId(id);
    field.setPromptText(prompt);
    return field;
  }
}
