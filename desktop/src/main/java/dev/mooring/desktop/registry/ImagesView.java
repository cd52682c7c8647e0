package dev.mooring.desktop.registry;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.EmptyPane;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Mark;
import dev.mooring.desktop.fx.Page;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.pod.PodNavigation;
import dev.mooring.desktop.registry.image.DetailActions;
import dev.mooring.desktop.registry.image.ImageDetail;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Problem;
import dev.mooring.registry.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The Images place: repositories, their tags, the detail of one.
public final class ImagesView implements Screen {
  private final ImagesViewModel model;
  private final Surface surface;
  private final PodNavigation navigation;
  private final Page page = new Page(Messages.of("images"));
  private final RepositoryList repositories = new RepositoryList(this::chooseOther);
  private final TagsTable tags = new TagsTable(this::chosen, this::seen);
  private final TextField tagFilter =
      RepositoryList.filter("filter-tags", Messages.of("filter-tags"));
  private final ImageActions can;
  private final DetailActions inside = new DetailActions();
  private final Button push;
  private final MenuButton more;
  private final Node full;
  private final Node unconnected;
  private final ReadOnlyObjectWrapper<Mark> mark = new ReadOnlyObjectWrapper<>(Mark.NONE);

  /// What somebody went to whose tags are on their way.
  private @Nullable ImageReference wanted;

  private List<TagRow> inView = List.of();

  /// To what is known of the tag in the detail.
  private Subscription detailed = Subscription.EMPTY;

  /// Whether the detail goes because something else is selected.
  private boolean choosing;

  public ImagesView(ImagesViewModel model, Surface surface, PodNavigation navigation) {
    this.model = model;
    this.surface = surface;
    this.navigation = navigation;
    can = new ImageActions(model, surface, tags::selected, page::closeDetail, navigation);
    push = Actions.button(can.push(), Styles.ACCENT);
    more =
        Controls.more(
            Stream.concat(Stream.of(can.mirror()), can.ofRow().stream())
                .map(Actions::item)
                .toArray(MenuItem[]::new));
    more.setId("images-menu");
    tags.offer(can.ofRow());
    unconnected =
        new EmptyPane(
            Feather.LAYERS,
            Messages.of("connect-to-see-images"),
            Actions.button(can.connect(), Styles.ACCENT));
    tagFilter.textProperty().addListener((p, before, now) -> tags.filter(now));
    model.repository().addListener((p, before, now) -> chosenIs(now));
    full = full();
    ArchiveDrop.onto(page, model, surface);
    model.connected().addListener((p, before, now) -> update());
    model.repositories().onValue(all -> update());
    model.tags().onValue(all -> find());
    model.onFilled(this::filled);
    update();
  }

  private Node full() {
    FaceView<List<TagRow>> face =
        new FaceView<>(
            model.tags().face(),
            surface,
            model::refresh,
            tags,
            tags::show,
            List::isEmpty,
            new EmptyPane(Feather.TAG, Messages.of("this-repository-has-no-tags")));
    VBox right = new VBox(Tokens.GAP, tagFilter, face);
    VBox.setVgrow(face, Priority.ALWAYS);
    BorderPane both = new BorderPane(right);
    both.setLeft(repositories);
    BorderPane.setMargin(repositories, new Insets(0, Tokens.GROUP, 0, 0));
    return new FaceView<>(
        model.repositories().face(),
        surface,
        model::refresh,
        both,
        repositories::show,
        List::isEmpty,
        new EmptyPane(
            Feather.LAYERS,
            Messages.of("the-registry-is-empty"),
            Actions.button(can.push(), Styles.BUTTON_OUTLINED)));
  }

  private void update() {
    boolean connected = model.connected().get();
    can.update();
    page.content(connected ? full : unconnected);
    if (connected) {
      page.actions(push, more);
    } else {
      page.actions();
      page.closeDetail();
    }
    List<String> found = model.repositories().value();
    int count = found == null || !connected ? 0 : found.size();
    page.sentence(
        Tone.SUCCESS,
        !connected
            ? ""
            : found == null
                ? model.host()
                : Messages.count("repositories-at", count, model.host()));
    mark.set(new Mark(count == 0 ? "" : String.valueOf(count), Tone.MUTED, ""));
  }

  private void chosenIs(String repository) {
    repositories.choose(repository);
    // Whoever filtered the list of repositories sees here whose tags these are.
    tagFilter.setPromptText(Messages.of("filter-tags-of", repository));
  }

  private void chooseOther(String repository) {
    if (!repository.equals(model.repository().get())) {
      choose(repository);
    }
  }

  private void choose(String repository) {
    tags.unselect();
    tagFilter.clear();
    model.choose(repository);
  }

  private void seen(List<TagRow> rows) {
    inView = rows;
    look();
  }

  /// What is selected counts as seen, also where it scrolled away.
  private void look() {
    List<TagRow> looked = new ArrayList<>(inView);
    looked.addAll(tags.selected());
    model.look(looked);
  }

  /// More is known of some tag.
  private void filled() {
    tags.sort();
    can.update();
  }

  private void chosen() {
    choosing = true;
    showChosen();
    choosing = false;
  }

  private void showChosen() {
    detailed.unsubscribe();
    can.update();
    look();
    List<TagRow> rows = tags.selected();
    if (rows.size() == 1) {
      TagRow row = rows.getFirst();
      RowDetail.of(model, row, surface, can.delete(), navigation, page::closeDetail, inside)
          .ifPresent(detail -> detail(detail, row));
    } else {
      page.closeDetail();
    }
  }

  private void detail(ImageDetail detail, TagRow row) {
    page.detail(detail, 300, this::detailClosed);
    detailed = row.changes().subscribe(() -> detail.runs(RowDetail.pods(row, navigation, surface)));
  }

  private void detailClosed() {
    detailed.unsubscribe();
    inside.closed();
    model.leave();
    if (!choosing) {
      tags.unselect();
    }
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
  public List<Action> actions() {
    return Stream.concat(can.all().stream(), inside.all().stream()).toList();
  }

  @Override
  public List<Action> objects() {
    List<String> known = model.repositories().value();
    return known == null
        ? List.of()
        : known.stream()
            .map(
                each ->
                    Action.of("images.repository." + each, each, Feather.LAYERS, () -> goTo(each)))
            .toList();
  }

  /// Goes to an image, once its tags are read.
  public void show(ImageReference image) {
    wanted = image;
    goTo(image.repository());
  }

  private void find() {
    ImageReference image = wanted;
    if (image != null && image.repository().equals(model.repository().get())) {
      wanted = null;
      if (!tags.select(image.reference())) {
        surface.toast(Messages.of("not-in-the-registry", image));
      }
    }
  }

  private void goTo(String repository) {
    repositories.unfilter();
    choose(repository);
  }

  @Override
  public boolean closeDetail() {
    return page.closeDetail();
  }
}
