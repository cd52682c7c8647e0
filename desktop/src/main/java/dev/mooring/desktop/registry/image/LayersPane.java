package dev.mooring.desktop.registry.image;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Rows;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.document.Printable;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.tree.BuildStep;
import dev.mooring.registry.tree.LayerShare;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The layers of an image, the lowest first; one of them leads to its files.
final class LayersPane extends BorderPane {
  private static final double LINE = 46;
  private static final int LONGEST = 300;

  private final FilesViewModel files;
  private final IntConsumer open;
  private final ListView<Row> list = new ListView<>();
  private @Nullable OpenedImage image;

  /// @param number from 1
  /// @param share null before it is known
  private record Row(
      int number, Descriptor layer, String instruction, @Nullable LayerShare share) {}

  /// @param open shows the files of a layer
  LayersPane(FilesViewModel files, Surface surface, IntConsumer open) {
    this.files = files;
    this.open = open;
    list.setId("image-layers");
    list.setAccessibleText(Messages.of("layers"));
    list.getStyleClass().add("plain-list");
    list.setFixedCellSize(LINE);
    list.setPlaceholder(Controls.text(Messages.of("no-layers"), Tokens.SECONDARY));
    list.setCellFactory(view -> new Cell());
    Rows.arrowsBegin(list, list.getSelectionModel());
    list.setContextMenu(
        new ContextMenu(
            Controls.item(Messages.of("show-its-files"), this::go),
            Controls.item(Messages.of("copy-digest"), () -> copy(surface))));
    list.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            event.consume();
            go();
          }
        });
    setCenter(list);
    Label hint = Controls.text(Messages.of("layers-hint"), Tokens.SECONDARY);
    hint.setPadding(new javafx.geometry.Insets(Tokens.GAP, 0, 0, 0));
    setBottom(hint);
    files.reading().addListener((p, before, now) -> shares(now));
  }

  void show(OpenedImage now) {
    image = now;
    fill();
  }

  private void shares(Reading now) {
    if (now.is(Reading.State.COMPLETE) || now.is(Reading.State.NOT_BEGUN)) {
      fill();
    }
  }

  private void fill() {
    OpenedImage now = image;
    if (now == null) {
      return;
    }
    boolean complete = files.reading().get().is(Reading.State.COMPLETE);
    List<LayerShare> shares = complete ? files.sums().layers() : List.of();
    List<Row> rows = new ArrayList<>();
    for (Descriptor each : now.layers()) {
      int index = rows.size();
      String instruction =
          now.description().steps().stream()
              .filter(step -> step.layer().filter(made -> made == index).isPresent())
              .findFirst()
              .map(BuildStep::instruction)
              .orElse("");
      rows.add(
          new Row(
              index + 1,
              each,
              Printable.line(instruction, LONGEST),
              index < shares.size() ? shares.get(index) : null));
    }
    if (!list.getItems().equals(rows)) {
      int chosen = list.getSelectionModel().getSelectedIndex();
      list.getItems().setAll(rows);
      list.getSelectionModel().clearAndSelect(chosen);
    }
  }

  private void go() {
    Row row = list.getSelectionModel().getSelectedItem();
    OpenedImage now = image;
    if (row != null && now != null && now.hasFiles()) {
      open.accept(row.number());
    }
  }

  private void copy(Surface surface) {
    Row row = list.getSelectionModel().getSelectedItem();
    if (row != null) {
      surface.copy(row.layer().digest().text(), Messages.of("digest-of-layer", row.number()));
    }
  }

  private static String facts(Row row) {
    String size = Words.size(row.layer().size());
    LayerShare share = row.share();
    if (share == null) {
      return Messages.of("layer-unread", size);
    }
    List<String> changes = new ArrayList<>();
    if (share.added() > 0) {
      changes.add(Messages.of("files-added", share.added()));
    }
    if (share.replaced() > 0) {
      changes.add(Messages.of("files-replaced", share.replaced()));
    }
    if (share.removed() > 0) {
      changes.add(Messages.of("files-removed", share.removed()));
    }
    List<String> facts = new ArrayList<>(List.of(size, String.join(", ", changes)));
    facts.removeIf(String::isEmpty);
    if (share.wasted() > 0) {
      facts.add(Messages.of("bytes-wasted", Words.size(share.wasted())));
    }
    return String.join(" · ", facts);
  }

  private final class Cell extends ListCell<Row> {
    private final Label number = Controls.label("", Tokens.SECONDARY);
    private final Label made = Controls.label("", Tokens.MONO);
    private final Label facts = Controls.label("", Tokens.SECONDARY);
    private final Tooltip whole = new Tooltip();
    private final HBox line;

    Cell() {
      number.setMinWidth(20);
      made.setMinWidth(0);
      facts.setMinWidth(0);
      VBox words = new VBox(2, made, facts);
      words.setMinWidth(0);
      line = new HBox(4, number, words);
      // The cell itself never widens the list.
      setPrefWidth(0);
      whole.setWrapText(true);
      whole.setMaxWidth(520);
      setOnMouseClicked(
          event -> {
            if (event.getButton() == javafx.scene.input.MouseButton.PRIMARY && !isEmpty()) {
              go();
            }
          });
    }

    @Override
    protected void updateItem(@Nullable Row row, boolean empty) {
      super.updateItem(row, empty);
      if (row == null || empty) {
        setGraphic(null);
        setTooltip(null);
        setAccessibleText("");
        return;
      }
      number.setText(String.valueOf(row.number()));
      made.setText(row.instruction().isEmpty() ? Messages.of("not-recorded") : row.instruction());
      facts.setText(facts(row));
      whole.setText(row.layer().digest().text() + "\n" + made.getText());
      setTooltip(whole);
      setGraphic(line);
      setAccessibleText(Messages.of("layer-spoken", row.number(), made.getText(), facts.getText()));
    }
  }
}
