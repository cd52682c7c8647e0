package dev.mooring.desktop.registry.deploy;

import dev.mooring.deploy.Deployable;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Containers of workloads to choose from: those that run an image of the same repository first.
final class TargetList extends VBox {
  private static final double HEIGHT = 264;

  private final ObservableList<Deployable> all = FXCollections.observableArrayList();
  private final FilteredList<Deployable> shown = new FilteredList<>(all);
  private final ListView<Deployable> list = new ListView<>(shown);
  private final TextField filter = new TextField();
  private final Label empty = Controls.label(Messages.of("reading"), Tokens.SECONDARY);

  TargetList() {
    super(Tokens.GAP);
    filter.setId("deploy-filter");
    filter.setPromptText(Messages.of("filter-workloads"));
    filter.setAccessibleText(Messages.of("filter-workloads"));
    filter.textProperty().subscribe(this::narrow);
    filter.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.UP) {
            list.getSelectionModel()
                .select(
                    Math.clamp(
                        list.getSelectionModel().getSelectedIndex()
                            + (event.getCode() == KeyCode.DOWN ? 1L : -1L),
                        0,
                        Math.max(0, shown.size() - 1)));
            list.scrollTo(list.getSelectionModel().getSelectedIndex());
            event.consume();
          }
        });
    list.setId("deploy-list");
    list.setPlaceholder(empty);
    list.setPrefHeight(HEIGHT);
    list.setAccessibleText(Messages.of("workloads"));
    list.setCellFactory(ignored -> new Cell());
    getChildren().addAll(filter, list);
  }

  ReadOnlyObjectProperty<Deployable> chosen() {
    return list.getSelectionModel().selectedItemProperty();
  }

  void onChoice(Runnable chosen) {
    list.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2 && chosen().get() != null) {
            chosen.run();
          }
        });
  }

  /// For what is said below it.
  void makeRoom(boolean needed) {
    list.setPrefHeight(needed ? HEIGHT / 2 : HEIGHT);
  }

  void show(List<Deployable> targets) {
    all.setAll(targets);
    empty.setText(Messages.of("no-workloads"));
    if (!targets.isEmpty() && targets.getFirst().same()) {
      list.getSelectionModel().selectFirst();
    }
  }

  private void narrow(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    Deployable before = chosen().get();
    shown.setPredicate(
        each ->
            wanted.isEmpty()
                || (words(each) + " " + each.image()).toLowerCase(Locale.ROOT).contains(wanted));
    if (before != null && shown.contains(before)) {
      list.getSelectionModel().select(before);
    } else {
      list.getSelectionModel().clearSelection();
      if (!wanted.isEmpty() && !shown.isEmpty()) {
        list.getSelectionModel().selectFirst();
      }
    }
  }

  /// "ux/deploy/hello, container hello".
  private static String words(Deployable each) {
    String namespace = each.target().namespace();
    String target = each.target().words();
    String name = each.place().name();
    return each.place().isInit()
        ? Messages.of("init-container-of", namespace, target, name)
        : Messages.of("container-of", namespace, target, name);
  }

  private static final class Cell extends ListCell<Deployable> {
    private final Label name = new Label();
    private final Label image = Controls.label("", Tokens.SECONDARY, Tokens.MONO);
    private final Label badge = Controls.badge(Tone.ACCENT, Messages.of("runs-this-repository"));
    private final HBox head = new HBox(Tokens.GAP, name, Controls.spacer(), badge);
    private final VBox both = new VBox(2, head, image);

    Cell() {
      head.setAlignment(Pos.CENTER_LEFT);
      badge.setMinWidth(USE_PREF_SIZE);
      both.setPrefWidth(0);
      both.setPadding(new Insets(4, 0, 4, 0));
    }

    @Override
    protected void updateItem(@Nullable Deployable item, boolean gone) {
      super.updateItem(item, gone);
      if (gone || item == null) {
        setGraphic(null);
        setTooltip(null);
        setAccessibleText(null);
        return;
      }
      name.setText(words(item));
      image.setText(Review.brief(item.image()));
      Controls.show(badge, item.same());
      setTooltip(new Tooltip(item.image()));
      setAccessibleText(words(item) + ", " + item.image());
      setGraphic(both);
    }
  }
}
