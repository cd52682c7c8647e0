package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Columns;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.exchange.Imported;
import dev.mooring.forward.exchange.Note;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

/// Which file to take forwards from, what it would add, and what could not come along. Nothing is
/// added before the user has seen that.
final class ImportCard {
  private static final double HEIGHT = 240;

  private final ForwardFiles files;
  private final Surface surface;
  private final TextField file = new TextField();
  private final TextField group = new TextField();
  private final TableView<SavedForward> forwards =
      Columns.table(Messages.of("import-forwards"), Controls.text("", Tokens.SECONDARY));
  private final Label summary = Controls.text("");
  private final OmittedFields report = new OmittedFields(Messages.of("import-omitted"));
  private final VBox seen = new VBox(Tokens.GAP, summary, forwards, report);
  private final Button add = Controls.primary(Messages.of("add"), this::add);
  private final VBox place = new VBox();

  private ImportCard(ForwardFiles files, Surface surface) {
    this.files = files;
    this.surface = surface;
    file.setId("import-file");
    file.setPromptText("forwards.json");
    file.setOnAction(event -> read());
    file.textProperty().addListener((p, before, now) -> forget());
    group.setId("import-group");
    group.setPromptText(Messages.of("import-group-prompt"));
    add.setId("import-add");
    forwards.setId("import-forwards");
    forwards
        .getColumns()
        .setAll(
            List.of(
                Columns.text(Messages.of("column-name"), 110, each -> each.spec().name()),
                Columns.mono(Messages.of("column-target"), 140, each -> Targets.words(each.spec())),
                Columns.text(Messages.of("local-port"), 60, ImportCard::local),
                Columns.text(Messages.of("context"), 110, SavedForward::context)));
    forwards.setPrefHeight(120);
    VBox.setVgrow(forwards, Priority.ALWAYS);
  }

  static void open(ForwardFiles files, Surface surface) {
    files.found().clear();
    new ImportCard(files, surface).show();
  }

  private void show() {
    HBox line = new HBox(Tokens.GAP, file, Controls.button(Messages.of("choose"), this::choose));
    HBox.setHgrow(file, Priority.ALWAYS);
    file.setAccessibleText(Messages.of("file"));
    Form form =
        new Form(Messages.of("import-title"))
            .field(Messages.of("file"), line, Messages.of("import-hint"))
            .field(Messages.of("group"), group, "")
            .add(place)
            .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), add);
    form.setPrefWidth(560);
    forget();
    surface.open(form);
  }

  private void forget() {
    add.setText(Messages.of("add"));
    add.setDisable(true);
    place.getChildren().clear();
  }

  private void choose() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(Messages.of("import-choose"));
    File chosen = chooser.showOpenDialog(file.getScene().getWindow());
    if (chosen != null) {
      file.setText(chosen.toString());
      read();
    }
  }

  private void read() {
    String path = file.getText().strip();
    if (path.isEmpty()) {
      return;
    }
    FaceView<Imported> view =
        new FaceView<>(
            files.found().face(),
            surface,
            this::read,
            seen,
            this::fill,
            all -> all.forwards().isEmpty() && all.notes().isEmpty(),
            Controls.text(Messages.of("import-none"), Tokens.SECONDARY));
    VBox.setVgrow(view, Priority.ALWAYS);
    place.setPrefHeight(HEIGHT);
    place.getChildren().setAll(view);
    files.read(Path.of(path));
  }

  private void fill(Imported found) {
    int count = found.forwards().size();
    summary.setText(Messages.count("import-found", count, found.format().words()));
    forwards.getItems().setAll(found.forwards());
    report.show(Note.lines(found.notes()));
    add.setText(Messages.count("import-add", count));
    add.setDisable(count == 0);
  }

  private void add() {
    Imported found = files.found().value();
    if (found == null) {
      return;
    }
    String into = group.getText().strip();
    List<SavedForward> more = (into.isEmpty() ? found : found.inGroup(into)).forwards();
    files.add(more);
    surface.closeCard();
    surface.toast(Messages.count("import-added", more.size()));
  }

  private static String local(SavedForward each) {
    int port = each.spec().local().port();
    return port == 0 ? Messages.of("automatic") : String.valueOf(port);
  }
}
