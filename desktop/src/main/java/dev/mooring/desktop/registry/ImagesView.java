package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Columns;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.EmptyPane;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Mark;
import dev.mooring.desktop.fx.Page;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.registry.ImagesViewModel.TagRow;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Problem;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Platform;
import dev.mooring.registry.Registry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The Images place: repositories, their tags, the detail of one.
public final class ImagesView implements Screen {
  private final ImagesViewModel model;
  private final Surface surface;
  private final Page page = new Page(Messages.of("images"));
  private final Button push;
  private final ObservableList<String> names = FXCollections.observableArrayList();
  private final FilteredList<String> shownNames = new FilteredList<>(names);
  private final ListView<String> repositories = new ListView<>(shownNames);
  private final ObservableList<TagRow> rows = FXCollections.observableArrayList();
  private final FilteredList<TagRow> shownRows = new FilteredList<>(rows);
  private final TableView<TagRow> tags =
      Columns.table(Messages.of("tags"), new Label(Messages.of("no-tag-fits-the-filter")));
  private final TextField filter = new TextField();
  private final Node full;
  private final Node unconnected;
  private final ReadOnlyObjectWrapper<Mark> mark = new ReadOnlyObjectWrapper<>(Mark.NONE);

  public ImagesView(ImagesViewModel model, Surface surface) {
    this.model = model;
    this.surface = surface;
    push = Controls.primary(Messages.of("push-image"), this::openPush);
    push.setId("push");
    Button connect = Controls.primary(Messages.of("connect"), model::connect);
    connect.setId("images-connect");
    unconnected =
        new EmptyPane(Feather.LAYERS, Messages.of("connect-to-the-registry-to-see"), connect);
    SortedList<TagRow> sorted = new SortedList<>(shownRows);
    sorted.comparatorProperty().bind(tags.comparatorProperty());
    tags.setItems(sorted);
    columns();
    filter.setPromptText(Messages.of("filter"));
    filter.setAccessibleText(Messages.of("filter-repositories-and-tags"));
    filter.setId("filter");
    filter.textProperty().addListener((p, before, now) -> applyFilter(now));
    repositories.setAccessibleText(Messages.of("repositories"));
    repositories.setId("repositories");
    repositories.getStyleClass().addAll("mono", "dense");
    repositories
        .getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (p, before, now) -> {
              if (now != null && !now.equals(model.repository().get())) {
                page.closeDetail();
                model.choose(now);
              }
            });
    model
        .repository()
        .addListener((p, before, now) -> repositories.getSelectionModel().select(now));
    tags.setRowFactory(ignored -> tagRow());
    tags.setId("tags");
    tags.getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (p, before, now) -> {
              if (now != null) {
                openDetail(now);
              }
            });
    tags.setOnKeyPressed(
        event -> {
          TagRow row = tags.getSelectionModel().getSelectedItem();
          if (row != null && event.getCode() == KeyCode.DELETE) {
            delete(row);
          }
        });
    FaceView<List<TagRow>> tagsFace =
        new FaceView<>(
            model.tags().face(),
            surface,
            model::refresh,
            tags,
            this::fillTags,
            List::isEmpty,
            new EmptyPane(Feather.TAG, Messages.of("this-repository-has-no-tags-left")));
    VBox left = new VBox(Tokens.GAP, filter, repositories);
    VBox.setVgrow(repositories, javafx.scene.layout.Priority.ALWAYS);
    left.setPrefWidth(176);
    left.setMinWidth(144);
    BorderPane both = new BorderPane(tagsFace);
    both.setLeft(left);
    BorderPane.setMargin(left, new javafx.geometry.Insets(0, Tokens.GROUP, 0, 0));
    full =
        new FaceView<>(
            model.repositories().face(),
            surface,
            model::refresh,
            both,
            this::fillNames,
            List::isEmpty,
            new EmptyPane(
                Feather.LAYERS,
                Messages.of("the-registry-is-empty-push-an"),
                Controls.button(Messages.of("push-image"), this::openPush)));
    page.addEventHandler(DragEvent.DRAG_OVER, this::dragOver);
    page.addEventHandler(DragEvent.DRAG_DROPPED, this::dropped);
    model.connected().addListener((p, before, now) -> update());
    model.repositories().onValue(all -> update());
    update();
  }

  private void columns() {
    var digest =
        Columns.<TagRow>mono(
            Messages.of("digest"),
            112,
            row -> row.summary() == null ? "" : row.summary().digest().brief());
    var size =
        Columns.<TagRow, Long>amount(
            Messages.of("size"),
            80,
            row -> row.summary() == null ? null : row.summary().size(),
            Words::size);
    var age =
        Columns.<TagRow, Instant>amount(
            Messages.of("age"),
            80,
            row -> row.summary() == null ? null : row.summary().created(),
            created -> Words.ago(created, Instant.now()));
    var platforms = Columns.<TagRow>text(Messages.of("platforms"), 110, ImagesView::platforms);
    var running = Columns.node("Running in", 100, ImagesView::running, ImagesView::badges);
    tags.getColumns()
        .setAll(
            List.of(
                Columns.<TagRow>mono(Messages.of("tag-2"), 130, TagRow::tag),
                digest,
                size,
                age,
                platforms,
                running));
    Columns.fit(tags, List.of(digest, platforms, running, age));
  }

  private TableRow<TagRow> tagRow() {
    TableRow<TagRow> row = new TableRow<>();
    row.itemProperty()
        .addListener((p, before, now) -> row.setContextMenu(now == null ? null : menu(now)));
    return row;
  }

  private ContextMenu menu(TagRow row) {
    String name = model.host() + "/" + model.repository().get() + ":" + row.tag();
    ContextMenu menu = new ContextMenu();
    menu.getItems()
        .add(
            Controls.item(
                Messages.of("copy-name"),
                () -> surface.copy(name, Messages.of("the-images-name"))));
    ImageSummary summary = row.summary();
    if (summary != null) {
      menu.getItems()
          .add(
              Controls.item(
                  Messages.of("copy-digest"),
                  () -> surface.copy(summary.digest().text(), Messages.of("the-digest"))));
    }
    menu.getItems().add(Controls.item(Messages.of("delete-2"), () -> delete(row)));
    return menu;
  }

  private void update() {
    boolean connected = model.connected().get();
    page.content(connected ? full : unconnected);
    if (connected) {
      page.actions(push);
    } else {
      page.actions();
      page.closeDetail();
    }
    List<String> found = model.repositories().value();
    int count = found == null || !connected ? 0 : found.size();
    page.sentence(
        Tone.SUCCESS,
        connected
            ? model.host()
                + (found == null ? "" : " · " + Words.count(count, "repository", "repositories"))
            : "");
    mark.set(new Mark(count == 0 ? "" : String.valueOf(count), Tone.MUTED, ""));
  }

  private void applyFilter(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    shownNames.setPredicate(
        name -> wanted.isEmpty() || name.contains(wanted) || name.equals(model.repository().get()));
    boolean namesRepository = names.stream().anyMatch(name -> name.contains(wanted));
    shownRows.setPredicate(
        row ->
            wanted.isEmpty()
                || namesRepository
                || row.tag().toLowerCase(Locale.ROOT).contains(wanted));
  }

  private void fillNames(List<String> all) {
    if (!names.equals(all)) {
      names.setAll(all);
    }
    repositories.getSelectionModel().select(model.repository().get());
  }

  private void fillTags(List<TagRow> all) {
    TagRow selected = tags.getSelectionModel().getSelectedItem();
    if (!rows.equals(all)) {
      rows.setAll(all);
      if (selected != null && !all.contains(selected)) {
        page.closeDetail();
      }
    }
  }

  private void openDetail(TagRow row) {
    model.inspect(row);
    page.detail(
        new ImageDetail(model, row, surface, () -> delete(row), page::closeDetail),
        300,
        this::detailClosed);
  }

  private void detailClosed() {
    if (tags.getSelectionModel().getSelectedItem() != null) {
      tags.getSelectionModel().clearSelection();
    }
  }

  private void delete(TagRow row) {
    Fetched<Registry.Removal> asked = model.planRemoval(row);
    asked.then(
        plan ->
            surface.confirm(
                new Surface.Question(
                    Messages.of("delete-3", Deletion.name(plan)),
                    removalSentence(row, plan),
                    Deletion.going(plan),
                    Messages.of("delete")),
                () -> {
                  page.closeDetail();
                  model.remove(plan);
                }),
        surface::tell);
  }

  private static String removalSentence(TagRow row, Registry.Removal plan) {
    String stays = Deletion.stays(plan);
    String running =
        row.running().isEmpty()
            ? Messages.of("this-is-deleted")
            : Messages.of("still-running-in-these-pods-keep", String.join(", ", row.running()));
    return running + (stays.isEmpty() ? "" : " " + stays + ".");
  }

  private void openPush() {
    PushCard.open(model, surface, null);
  }

  private void dragOver(DragEvent event) {
    if (model.connected().get() && archive(event) != null) {
      event.acceptTransferModes(TransferMode.COPY);
      event.consume();
    }
  }

  private void dropped(DragEvent event) {
    Path archive = archive(event);
    if (archive != null) {
      PushCard.open(model, surface, archive);
      event.setDropCompleted(true);
      event.consume();
    }
  }

  private static @Nullable Path archive(DragEvent event) {
    return event.getDragboard().hasFiles() && event.getDragboard().getFiles().size() == 1
        ? event.getDragboard().getFiles().getFirst().toPath()
        : null;
  }

  /// Platforms, and what is wrong where something is.
  static String platforms(TagRow row) {
    ImageSummary summary = row.summary();
    String why = row.problem() == null ? "" : row.problem().why();
    if (summary == null) {
      return why;
    }
    String platforms =
        summary.platforms().stream().map(Platform::toString).collect(Collectors.joining(", "));
    return why.isEmpty() || platforms.isEmpty() ? platforms + why : platforms + " · " + why;
  }

  private static String running(TagRow row) {
    return row.running().isEmpty() ? "" : Words.count(row.running().size(), "pod", "pods");
  }

  private static Node badges(TagRow row) {
    HBox badges = new HBox(4);
    Problem odd = row.problem();
    if (odd != null) {
      Label badge = Controls.badge(Tone.WARNING, "incomplete");
      badge.setTooltip(new Tooltip(odd.what() + "\n" + odd.why() + "\n" + odd.whatToDo()));
      badges.getChildren().add(badge);
    }
    if (!row.running().isEmpty()) {
      Label badge = Controls.badge(Tone.SUCCESS, running(row));
      badge.setTooltip(new Tooltip(String.join("\n", row.running())));
      badges.getChildren().add(badge);
    }
    return badges;
  }

  @Override
  public Node node() {
    return page;
  }

  @Override
  public ObservableValue<Mark> mark() {
    return mark.getReadOnlyProperty();
  }

  @Override
  public void shown() {
    update();
    // Others push meanwhile: docker, crane, the command line.
    model.refresh();
  }

  @Override
  public void refresh() {
    model.refresh();
  }

  @Override
  public Optional<Problem> failure() {
    return model.repositories().failure().or(() -> model.tags().failure());
  }

  @Override
  public boolean closeDetail() {
    return page.closeDetail();
  }

  @Override
  public void close() {
    model.close();
  }
}
