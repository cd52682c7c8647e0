package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Columns;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Words;
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
      Columns.table(Messages.of("forwards-in-the-file"), Controls.text("", Tokens.SECONDARY));
  private final Label summary = Controls.text("");
  private final Report report = new Report(Messages.of("what-could-not-come-along"));
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
    group.setPromptText(Messages.of("as-the-file-says"));
    add.setId("import-add");
    forwards.setId("import-forwards");
    forwards
        .getColumns()
        .setAll(
            List.of(
                Columns.text(Messages.of("name"), 110, each -> each.spec().name()),
                Columns.mono(
                    Messages.of("target"),
                    140,
                    each -> each.spec().target().words() + ":" + each.spec().target().port()),
                Columns.text(Messages.of("local"), 60, ImportCard::local),
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
        new Form(Messages.of("import-forwards"))
            .field(
                "File",
                line,
                "kftray's or kube-forwarder's JSON, skaffold.yaml, kubefwd's or Mooring's own YAML."
                    + " Enter reads it; nothing is started.")
            .field("Group", group, "")
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
    chooser.setTitle(Messages.of("a-file-of-forwards"));
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
            Controls.text(Messages.of("the-file-holds-no-forwards"), Tokens.SECONDARY));
    VBox.setVgrow(view, Priority.ALWAYS);
    place.setPrefHeight(HEIGHT);
    place.getChildren().setAll(view);
    files.read(Path.of(path));
  }

  private void fill(Imported found) {
    int count = found.forwards().size();
    String many = Words.count(count, "forward", "forwards");
    summary.setText(Messages.of("of-the-file-would-be-added", many, found.format().words()));
    forwards.getItems().setAll(found.forwards());
    report.show(Note.lines(found.notes()));
    add.setText(Messages.of("add-2", many));
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
    surface.toast(Messages.of("added", Words.count(more.size(), "forward", "forwards")));
  }

  private static String local(SavedForward each) {
    int port = each.spec().local().port();
    return port == 0 ? "any" : String.valueOf(port);
  }
}
