package dev.mooring.desktop.registry.image;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.EmptyPane;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.SearchField;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.document.Printable;
import dev.mooring.registry.tree.ImageTree;
import java.time.Duration;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The files of an image: a tree, a search, and what can be done with one of them.
final class FilesPane extends BorderPane {
  /// Between two drawings of a tree that grows.
  private static final long LEAST_NANOS = Duration.ofMillis(300).toNanos();

  private final FilesViewModel model;
  private final DetailActions can;
  private final FileTree tree;
  private final SearchField search;
  private final ViewChoice choice;
  private final Label state = Controls.label("", Tokens.SECONDARY);
  private final ProgressBar bar = new ProgressBar(0);
  private final Button stop = small(Controls.button(Messages.of("cancel"), this::stop));
  private final Button again = small(Controls.button(Messages.of("read-the-rest"), this::again));
  private final HBox progress = new HBox(Tokens.GAP, state, bar, Controls.spacer(), stop, again);
  private final Label foot = Controls.text("", Tokens.SECONDARY);
  private final VBox body;
  private long next;

  FilesPane(FilesViewModel model, DetailActions can, Surface surface) {
    this.model = model;
    this.can = can;
    tree = new FileTree(model);
    choice = new ViewChoice(model);
    offer();
    search =
        new SearchField(
            "image-files-search", Messages.of("search-files"), this::search, this::enter);
    HBox.setHgrow(search, Priority.ALWAYS);
    search.setMinWidth(80);
    search.setPrefWidth(80);
    progress.setAlignment(Pos.CENTER_LEFT);
    stop.setId("image-files-cancel");
    again.setId("image-files-again");
    HBox buttons = new HBox(Tokens.GAP);
    can.ofRow().forEach(each -> buttons.getChildren().add(small(Actions.button(each))));
    FaceView<ImageTree> face =
        new FaceView<>(
            model.face(),
            surface,
            model::read,
            tree,
            full -> tree.refreshed(),
            none -> false,
            tree);
    VBox.setVgrow(face, Priority.ALWAYS);
    body =
        new VBox(Tokens.GAP, new HBox(Tokens.GAP, search, choice), progress, face, buttons, foot);
    model.wanted().subscribe(this::wanted);
    model.reading().subscribe(this::reading);
    model.grown().addListener((p, before, now) -> grown());
    model.found().onValue(this::found);
    tree.getSelectionModel().selectedItemProperty().subscribe(now -> chosen());
  }

  private static Button small(Button button) {
    button.getStyleClass().add(Styles.SMALL);
    return button;
  }

  private void offer() {
    ContextMenu menu = new ContextMenu();
    can.ofRow().forEach(each -> menu.getItems().add(Actions.item(each)));
    tree.setContextMenu(menu);
    // Before the tree's own: Enter would begin to edit.
    tree.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event ->
            Actions.match(can.ofRow(), event, Action.Reach.ROW)
                .ifPresent(
                    action -> {
                      event.consume();
                      action.fire();
                    }));
    tree.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2) {
            can.ofRow().getFirst().fire();
          }
        });
  }

  /// Of another image, or the same for another platform.
  void show(OpenedImage image) {
    choice.layers(image.layers().size());
    tree.showTree();
    foot.setText("");
    setCenter(
        image.hasFiles()
            ? body
            : new EmptyPane(
                Feather.PACKAGE,
                Messages.of(
                    "artifact-without-files",
                    Printable.line(image.description().artifactType(), 120))));
  }

  void find() {
    search.requestFocus();
    search.selectAll();
  }

  @Nullable FileRow row() {
    return tree.chosen();
  }

  /// What can be done with the selected file.
  void chosen() {
    FileRow row = tree.chosen();
    can.chosen(row, false);
    if (row != null) {
      model.leadsToFile(
          row,
          leads -> {
            if (leads && row.equals(tree.chosen())) {
              can.chosen(row, true);
            }
          });
    }
  }

  private void search(String text) {
    model.want(new Wanted(text.strip(), model.wanted().get().part()));
  }

  private void enter() {
    tree.requestFocus();
    tree.getSelectionModel().selectFirst();
  }

  private void wanted(Wanted now) {
    if (!search.getText().strip().equals(now.text())) {
      search.setText(now.text());
    }
    if (now.isAll()) {
      tree.showTree();
      sums();
    }
  }

  private void found(Found now) {
    if (model.wanted().get().isAll()) {
      return;
    }
    tree.showList(now.rows());
    sums();
    if (now.more()) {
      foot.setText(Messages.of("the-first", Found.MOST));
    }
  }

  private void grown() {
    long now = System.nanoTime();
    if (model.reading().get().is(Reading.State.RUNNING) && now < next) {
      return;
    }
    draw();
    // What takes long to draw is drawn less often.
    long took = System.nanoTime() - now;
    next = now + Math.max(LEAST_NANOS, 10 * took);
  }

  private void draw() {
    tree.refreshed();
    if (!model.wanted().get().isAll()) {
      model.find();
    }
    sums();
  }

  private void sums() {
    if (model.tree() == null) {
      return;
    }
    TreeSums of = model.sums();
    String all = Messages.count("files-and-bytes", of.count(), Words.size(of.bytes()));
    foot.setText(of.wasted() == 0 ? all : Messages.of("and-wasted", all, Words.size(of.wasted())));
    boolean complete = model.reading().get().is(Reading.State.COMPLETE);
    tree.placeholder(
        model.wanted().get().isAll()
            ? complete ? Messages.of("no-files") : Messages.of("no-files-yet")
            : complete ? Messages.of("nothing-found") : Messages.of("nothing-found-yet"));
  }

  private void reading(Reading now) {
    boolean runs = now.is(Reading.State.RUNNING);
    boolean stopped = now.is(Reading.State.STOPPED);
    Controls.show(progress, runs || stopped);
    Controls.show(stop, runs);
    Controls.show(bar, runs);
    Controls.show(again, stopped);
    bar.setProgress(
        now.total() == 0 ? ProgressBar.INDETERMINATE_PROGRESS : (double) now.done() / now.total());
    state.setText(
        stopped
            ? Messages.of("reading-stopped")
            : now.total() == 0
                ? Messages.of("reading-layers")
                : Messages.of("of", Words.size(now.done()), Words.size(now.total())));
    if (!runs && !now.is(Reading.State.NOT_BEGUN)) {
      draw();
    }
  }

  private void stop() {
    model.stop();
  }

  private void again() {
    model.read();
  }
}
