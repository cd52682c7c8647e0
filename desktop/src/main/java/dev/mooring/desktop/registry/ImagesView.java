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
import dev.mooring.desktop.registry.compare.Comparing;
import dev.mooring.desktop.registry.image.DetailActions;
import dev.mooring.desktop.registry.image.ImageDetail;
import dev.mooring.desktop.registry.source.NamedRepository;
import dev.mooring.desktop.registry.source.RepositoryCard;
import dev.mooring.desktop.registry.source.RepositoryNames;
import dev.mooring.desktop.registry.source.Source;
import dev.mooring.desktop.registry.source.SourceList;
import dev.mooring.desktop.registry.tags.TagTools;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Problem;
import dev.mooring.registry.ImageReference;
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

/// The Images place: sources side by side, the tags of a repository, the detail of one.
public final class ImagesView implements Screen {
  private final ImagesViewModel model;
  private final Surface surface;
  private final PodNavigation navigation;
  private final Page page = new Page(Messages.of("images"));
  private final SourceList list;
  private final TagsTable tags;
  private final TextField tagFilter = new TextField();
  private final TagTools tagging;
  private final ImageActions can;
  private final DetailActions inside = new DetailActions();
  private final Comparing comparing;
  private final SourcePane pane;
  private final NamedRepository named;
  private final ReadOnlyObjectWrapper<Mark> mark = new ReadOnlyObjectWrapper<>(Mark.NONE);

  /// What somebody went to whose tags are on their way.
  private @Nullable ImageReference wanted;

  /// To what is known of the tag in the detail.
  private Subscription detailed = Subscription.EMPTY;

  /// Whether the detail goes because something else is selected.
  private boolean choosing;

  /// @param registries opens the list of registries outside the cluster
  public ImagesView(
      ImagesViewModel model, Action registries, Surface surface, PodNavigation navigation) {
    this.model = model;
    this.surface = surface;
    this.navigation = navigation;
    named = new NamedRepository(model.source(), model.repository(), surface);
    tags = new TagsTable(model.sources().kept(), this::chosen, model::look);
    tagging =
        new TagTools(
            model.past(),
            surface,
            () -> tags.one().filter(TagRow::isValid).map(TagRow::chosen),
            this::names,
            this::showHistory);
    comparing = new Comparing(model.compared(tags::selected), page, surface);
    can =
        new ImageActions(
            model,
            surface,
            tags::selected,
            page::closeDetail,
            tagging,
            navigation,
            comparing.ofRow());
    Button push = Actions.button(can.push(), Styles.ACCENT);
    Button compare = Actions.button(comparing.compare());
    MenuButton more =
        Controls.more(
            Stream.of(List.of(can.mirror()), tagging.ofPage(), can.ofRow(), List.of(named.remove()))
                .flatMap(List::stream)
                .map(Actions::item)
                .toArray(MenuItem[]::new));
    more.setId("images-menu");
    tags.offer(can.ofRow());
    tags.drag(model::name);
    tagFilter.setId("filter-tags");
    tagFilter.setAccessibleText(Messages.of("filter-tags"));
    tagFilter.textProperty().addListener((p, before, now) -> tags.filter(now));
    list = new SourceList(model.sources(), registries, new Ways());
    list.offer(named.remove());
    pane = new SourcePane(model, can, surface, tagsOfRepository());
    BorderPane both = new BorderPane(pane);
    both.setLeft(list);
    BorderPane.setMargin(list, new Insets(0, Tokens.GROUP, 0, 0));
    page.content(both);
    page.actions(push, compare, more);
    ArchiveDrop.onto(page, model, surface);
    model.repository().addListener((p, before, now) -> chosenIs());
    model.source().addListener((p, before, now) -> chosenIs());
    model.connected().addListener((p, before, now) -> update());
    model.tags().onValue(this::listed);
    model.tags().face().addListener((p, before, now) -> unlisted());
    model.onFilled(this::filled);
    list.onChange(this::update);
    chosenIs();
  }

  private Node tagsOfRepository() {
    FaceView<List<TagRow>> face =
        new FaceView<>(
            model.tags().face(),
            surface,
            model::refresh,
            tags,
            tags::show,
            List::isEmpty,
            new EmptyPane(Feather.TAG, Messages.of("this-repository-has-no-tags")));
    VBox both = new VBox(Tokens.GAP, tagFilter, face, tagging.former());
    VBox.setVgrow(face, Priority.ALWAYS);
    return both;
  }

  private void chosenIs() {
    String repository = model.repository().get();
    list.choose(model.source().get(), repository);
    // Whoever filtered the list of repositories sees here whose tags these are.
    tagFilter.setPromptText(Messages.of("filter-tags-of", repository));
    update();
  }

  private void update() {
    changed();
    pane.update();
    Source source = model.source().get();
    if (!source.reachable().get()) {
      page.closeDetail();
      comparing.leave();
    }
    page.sentence(Tone.SUCCESS, source.reachable().get() ? SourceObjects.sentence(source) : "");
    List<RepositoryNames> listed =
        model.sources().all().stream()
            .filter(Source::isConnectable)
            .flatMap(each -> Optional.ofNullable(each.repositories().value()).stream())
            .toList();
    long all = listed.stream().mapToLong(RepositoryNames::count).sum();
    String words = RepositoryNames.counted(all, listed.stream().anyMatch(RepositoryNames::more));
    mark.set(new Mark(all == 0 ? "" : words, Tone.MUTED, ""));
  }

  /// After another selection or connection.
  private void changed() {
    can.update();
    named.update();
    comparing.update();
  }

  /// Where the lines of the list lead.
  private final class Ways implements SourceList.Going {
    @Override
    public void repository(Source source, String name) {
      if (!source.equals(model.source().get()) || !name.equals(model.repository().get())) {
        choose(source, name);
      }
    }

    @Override
    public void source(Source source) {
      if (!source.equals(model.source().get())) {
        leave();
        model.choose(source);
      }
    }

    @Override
    public void add(Source source) {
      RepositoryCard.open(source, surface);
    }

    @Override
    public Optional<String> destination(Source source, String name) {
      return model.destination(source, name);
    }

    @Override
    public boolean isReading() {
      return model.isReading();
    }

    @Override
    public void dropped(String destination) {
      can.copyTo(destination);
    }
  }

  private void choose(Source source, String repository) {
    leave();
    model.choose(source, repository);
  }

  private void leave() {
    tags.unselect();
    page.closeDetail();
    tagFilter.clear();
  }

  /// More is known of some tag.
  private void filled() {
    tags.sort();
    changed();
    list.goOn();
  }

  private void chosen() {
    choosing = true;
    showChosen();
    choosing = false;
  }

  private void showChosen() {
    detailed.unsubscribe();
    changed();
    List<TagRow> rows = tags.selected();
    model.select(rows);
    if (rows.size() == 1) {
      TagRow row = rows.getFirst();
      RowDetail.of(
              model,
              row,
              surface,
              tagging.section(row.tag()),
              can.delete(),
              navigation,
              page::closeDetail,
              inside)
          .ifPresentOrElse(detail -> detail(detail, row), () -> local(row));
    } else {
      page.closeDetail();
    }
  }

  private void local(TagRow row) {
    RowDetail.local(model, row, surface, can.push(), navigation, page::closeDetail)
        .ifPresentOrElse(detail -> page.detail(detail, 300, this::detailClosed), page::closeDetail);
  }

  /// What a tag in view names.
  private String names(String tag) {
    return tags.find(tag).map(TagRow::names).orElse("");
  }

  /// What the tags of the repository in view named.
  private void showHistory() {
    tags.unselect();
    model.past().read(model.source().get().key(), model.repository().get());
    page.detail(tagging.pane(model.repository().get(), page::closeDetail), 300, this::detailClosed);
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
    return comparing.node();
  }

  @Override
  public ObservableValue<Mark> mark() {
    return mark.getReadOnlyProperty();
  }

  @Override
  public void shown() {
    update();
    model.shown();
  }

  @Override
  public void refresh() {
    list.again();
    model.refresh();
  }

  @Override
  public Optional<Problem> failure() {
    return model.source().get().repositories().failure().or(() -> model.tags().failure());
  }

  @Override
  public List<Action> actions() {
    return Stream.of(
            can.all(), tagging.ofPage(), List.of(named.remove()), inside.all(), comparing.ofPage())
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public List<Action> objects() {
    return SourceObjects.of(model.sources().all(), this::goTo);
  }

  /// Goes to an image, once its tags are read.
  public void show(Source source, ImageReference image) {
    wanted = image;
    goTo(source, image.repository());
  }

  private void listed(List<TagRow> all) {
    list.counted(model.source().get(), model.repository().get(), all.size());
    list.goOn();
    find();
  }

  /// Nobody waits for tags that can't be listed.
  private void unlisted() {
    if (model.tags().failure().isPresent()) {
      list.goOn();
    }
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

  private void goTo(Source source, String repository) {
    list.unfilter();
    choose(source, repository);
  }

  @Override
  public boolean closeDetail() {
    return comparing.leave() || page.closeDetail();
  }

  @Override
  public void close() {
    list.close();
  }
}
