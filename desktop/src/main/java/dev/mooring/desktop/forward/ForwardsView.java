package dev.mooring.desktop.forward;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Mark;
import dev.mooring.desktop.fx.Page;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.forward.ForwardLink;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Target;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.SeparatorMenuItem;
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
  private final Page page = new Page(Messages.of("forwards"));
  private final ForwardsTable table;
  private final FilterField filter;
  private final ForwardSide side;
  private final ForwardActions.Place place;
  private final ForwardActions can;
  private final StackPane body = new StackPane();
  private final VBox full;
  private final NoForwards empty;
  private final ReadOnlyObjectWrapper<Mark> mark = new ReadOnlyObjectWrapper<>(Mark.NONE);

  public ForwardsView(ForwardsViewModel model, Surface surface) {
    this.model = model;
    this.surface = surface;
    table = new ForwardsTable(surface);
    filter = new FilterField(table);
    side = new ForwardSide(page, model, surface, table);
    place = new Around();
    can =
        new ForwardActions(
            model, new SelectedForwards(model, surface, table::selected), surface, place);
    empty = new NoForwards(can);
    VBox.setVgrow(table, Priority.ALWAYS);
    full = new VBox(12, filter, table);
    ColumnsMenu columns = new ColumnsMenu(model, table.columns());
    page.actions(Actions.button(can.make(), Styles.ACCENT), menu(columns));
    page.content(new OtherContextsLine(model), body);
    listen();
    model.rows().subscribe(this::show);
  }

  /// What actions ask of this screen.
  private final class Around implements ForwardActions.Place {
    @Override
    public void form(@Nullable ForwardStatus changed) {
      side.form(this, changed, form -> {});
    }

    @Override
    public void detail() {
      side.detail(this);
    }

    @Override
    public void filter() {
      filter.requestFocus();
    }
  }

  private MenuButton menu(ColumnsMenu columns) {
    MenuButton menu = Controls.more();
    menu.setId("forwards-menu");
    can.ofSelection().forEach(each -> menu.getItems().add(Actions.item(each)));
    menu.getItems().add(new SeparatorMenuItem());
    can.ofAll().forEach(each -> menu.getItems().add(Actions.item(each)));
    menu.getItems()
        .addAll(
            new SeparatorMenuItem(),
            Actions.item(can.importFile()),
            Actions.item(can.exportFile()),
            new SeparatorMenuItem(),
            columns);
    return menu;
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

  private void show(List<ForwardStatus> rows) {
    table.show(rows);
    Node face = rows.isEmpty() ? empty : full;
    if (!body.getChildren().equals(List.of(face))) {
      body.getChildren().setAll(face);
    }
    can.update();
    side.update();
    Totals totals = Totals.of(rows);
    mark.set(
        new Mark(
            rows.isEmpty() ? "" : String.valueOf(totals.started()),
            totals.tone(),
            totals.started() == 0
                ? ""
                : totals.failing() > 0
                    ? Messages.count("mark-failing", totals.failing())
                    : Messages.of("mark-active")));
    page.sentence(totals.tone(), totals.words());
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE && !side.isOpen() && filter.leave()) {
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER && table.fold()) {
      event.consume();
    } else {
      Actions.match(can.all(), event, Action.Reach.ROW)
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

  /// Starts the forward of a link that the user agreed to.
  public void start(ForwardLink link) {
    model.start(link);
  }

  @Override
  public List<Action> actions() {
    return can.all();
  }

  @Override
  public List<Action> objects() {
    return model.rows().get().stream()
        .map(each -> each.spec().name())
        .map(name -> Action.of("forward.show." + name, name, Feather.SHUFFLE, () -> find(name)))
        .toList();
  }

  private void find(String name) {
    filter.clear();
    table.select(name);
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
    show(model.rows().get());
  }

  @Override
  public void refresh() {
    show(model.rows().get());
    if (side.hasForm()) {
      model.readNamespaces();
    }
  }

  @Override
  public boolean closeDetail() {
    return side.close();
  }

  @Override
  public void close() {
    model.close();
  }
}
