package dev.mooring.desktop.forward;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Mark;
import dev.mooring.desktop.fx.Page;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.pod.PodNavigation;
import dev.mooring.forward.ForwardLink;
import dev.mooring.forward.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.TreeItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The Forwards place: a list, and beside it a detail or the form that makes and changes forwards.
public final class ForwardsView implements Screen {
  private final ForwardsViewModel model;
  private final Surface surface;
  private final PodNavigation navigation;
  private final Page page = new Page(Messages.of("forwards"));
  private final ForwardsTable table;
  private final FilterField filter;
  private final ForwardSide side;
  private final ForwardActions.Place place;
  private final ForwardActions can;
  private final ForwardListActions withAll;
  private final ListedForwards listed;
  private final StackPane body = new StackPane();
  private final VBox full;
  private final NoForwards empty;
  private final ReadOnlyObjectWrapper<Mark> mark = new ReadOnlyObjectWrapper<>(Mark.NONE);

  /// @param open the forwards of all open contexts, those of this one among them
  public ForwardsView(
      ForwardsViewModel model, OpenForwards open, Surface surface, PodNavigation navigation) {
    this.model = model;
    this.surface = surface;
    this.navigation = navigation;
    table = new ForwardsTable(model, surface);
    filter = new FilterField(table);
    side = new ForwardSide(page, model, surface, table);
    place = new Around();
    SelectedForwards selected = new SelectedForwards(model, surface, table::selected);
    can = new ForwardActions(selected, place);
    listed = new ListedForwards(model, open);
    withAll =
        new ForwardListActions(
            model, listed, selected, surface, () -> place.form(null), filter::requestFocus);
    empty = new NoForwards(withAll);
    VBox.setVgrow(table, Priority.ALWAYS);
    full = new VBox(12, filter, table);
    ColumnsMenu columns = new ColumnsMenu(model.columns(), table.columns());
    page.actions(
        Actions.button(withAll.make(), Styles.ACCENT), ForwardsMenu.of(can, withAll, columns));
    page.content(body);
    listen();
    listed.follow(this::update);
  }

  /// What actions ask of this screen.
  private final class Around implements ForwardActions.Place {
    @Override
    public void form(@Nullable ContextForward changed) {
      side.form(this, changed, form -> {});
    }

    @Override
    public void detail() {
      side.detail(this);
    }

    @Override
    public PodNavigation navigation() {
      return navigation;
    }
  }

  private void listen() {
    ContextMenu lines = new ContextMenu();
    can.ofSelection().forEach(each -> lines.getItems().add(Actions.item(each)));
    table.setContextMenu(lines);
    table.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    table.addEventFilter(KeyEvent.KEY_TYPED, filter::typedInList);
    table.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2 && event.getButton() == MouseButton.PRIMARY) {
            side.detail(place);
          }
        });
    table
        .getSelectionModel()
        .getSelectedItems()
        .addListener(
            (ListChangeListener<TreeItem<ForwardRow>>)
                change -> {
                  can.update();
                  side.update();
                });
  }

  private void update() {
    table.show(listed);
    Node face = listed.isEmpty() ? empty : full;
    if (!body.getChildren().equals(List.of(face))) {
      body.getChildren().setAll(face);
    }
    can.update();
    withAll.update();
    side.update();
    Totals totals = listed.totals();
    mark.set(totals.mark());
    page.sentence(totals.tone(), listed.words());
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE && !side.isOpen() && filter.leave()) {
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER && table.fold()) {
      event.consume();
    } else {
      Actions.match(actions(), event, Action.Reach.ROW)
          .ifPresent(
              each -> {
                event.consume();
                each.fire();
              });
    }
  }

  /// Opens the form of a new forward as a link proposes it; the user decides.
  public void offer(ForwardLink link) {
    side.form(
        place,
        null,
        form -> {
          form.propose(link);
          surface.toast(Messages.of("link-filled-in", model.context()));
        });
  }

  /// Opens the form of a new forward to a target.
  public void propose(Target target) {
    side.form(place, null, form -> form.propose(new ForwardLink(model.context(), target, 0)));
  }

  /// Starts a forward to each target; what cannot be forwarded is told.
  public void start(List<Target> targets) {
    model
        .targets()
        .propose(targets, model::isThere, specs -> model.jobs().start(specs), surface::tell);
  }

  /// Starts the forward of a link that the user agreed to.
  public void start(ForwardLink link) {
    model.start(link);
  }

  @Override
  public List<Action> actions() {
    List<Action> all = new ArrayList<>(List.of(withAll.make()));
    all.addAll(can.ofSelection());
    all.addAll(can.ofRequests());
    all.addAll(withAll.ofAll());
    all.addAll(withAll.ofFiles());
    all.add(withAll.find());
    return all;
  }

  @Override
  public List<Action> objects() {
    return listed.all().stream()
        .map(
            each ->
                Action.of(
                    "forward.show." + each.name(), words(each), Feather.SHUFFLE, () -> find(each)))
        .toList();
  }

  private String words(ContextForward forward) {
    return forward.of().equals(model)
        ? forward.name()
        : Messages.of("name-in-context", forward.name(), forward.of().context());
  }

  private void find(ContextForward forward) {
    filter.clear();
    table.select(forward);
    side.detail(place);
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
  }

  @Override
  public void refresh() {
    update();
    if (side.hasForm()) {
      model.targets().readNamespaces();
    }
  }

  @Override
  public Optional<Surface.Way> option(String name) {
    return switch (name) {
      case "--port" -> withAll.freePort();
      case "mooring mtls allow" -> withAll.allow();
      default -> Optional.empty();
    };
  }

  @Override
  public boolean closeDetail() {
    return side.close();
  }

  @Override
  public void close() {
    listed.close();
  }
}
