package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.EmptyPane;
import dev.mooring.desktop.fx.Mark;
import dev.mooring.desktop.fx.Page;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Words;
import dev.mooring.forward.ForwardLink;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The Forwards place: a table, a detail beside it, and a form that makes and changes forwards.
public final class ForwardsView implements Screen {
  private static final double DETAIL = 340;

  private final ForwardsViewModel model;
  private final Surface surface;
  private final Page page = new Page(Messages.of("forwards-2"));
  private final ForwardsTable table;
  private final TextField filter = new TextField();
  private final ContextMenu rowMenu = new ContextMenu();
  private final StackPane body = new StackPane();
  private final VBox full;
  private final Node empty;
  private final MenuButton menu = Controls.more();
  private final ReadOnlyObjectWrapper<Mark> mark = new ReadOnlyObjectWrapper<>(Mark.NONE);
  private @Nullable ForwardDetail detail;
  private boolean formOpen;

  public ForwardsView(ForwardsViewModel model, Surface surface) {
    this.model = model;
    this.surface = surface;
    this.table = new ForwardsTable(surface);
    Button make = Controls.primary(Messages.of("new-forward"), () -> openForm(null));
    make.setId("new-forward");
    Button first = Controls.button(Messages.of("new-forward"), () -> openForm(null));
    Button imported = Controls.button(Messages.of("import"), this::importFile);
    empty =
        new EmptyPane(
            Feather.SHUFFLE, Messages.of("nothing-is-forwarded-a-forward-gives"), first, imported);
    filter.setId("forwards-filter");
    filter.setPromptText(Messages.of("filter-by-name-target-state", Controls.shortcut("F")));
    filter.setAccessibleText(Messages.of("filter-the-forwards"));
    filter.textProperty().addListener((p, before, now) -> table.filter(now));
    filter.addEventFilter(KeyEvent.KEY_PRESSED, this::keyInFilter);
    VBox.setVgrow(table, Priority.ALWAYS);
    full = new VBox(12, filter, table);
    table.setContextMenu(rowMenu);
    table.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    table.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
    table.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2 && event.getButton() == MouseButton.PRIMARY) {
            openDetail();
          }
        });
    table
        .getSelectionModel()
        .getSelectedItems()
        .addListener((ListChangeListener<TreeItem<ForwardRow>>) change -> selected());
    menu.setOnHidden(event -> fillMenus());
    rowMenu.setOnHidden(event -> fillMenus());
    menu.setId("forwards-menu");
    page.actions(make, menu);
    page.content(body);
    model
        .hiddenColumns()
        .addListener(
            (property, before, now) -> {
              table.hide(now);
              fillMenus();
            });
    table.hide(model.hiddenColumns().get());
    model.rows().addListener((property, before, now) -> show(now));
    show(model.rows().get());
    fillMenus();
  }

  private void show(List<ForwardStatus> rows) {
    table.show(rows);
    Node face = rows.isEmpty() ? empty : full;
    if (!body.getChildren().equals(List.of(face))) {
      body.getChildren().setAll(face);
    }
    if (detail != null) {
      ForwardRow.Forward there = table.forward(detail.name());
      if (there == null) {
        page.closeDetail();
      } else {
        detail.show(there.status());
      }
    }
    fillMenus();
    Sum sum = Sum.of(rows);
    mark.set(
        new Mark(
            rows.isEmpty() ? "" : String.valueOf(sum.running()),
            sum.tone(),
            sum.running() == 0
                ? ""
                : sum.ailing() > 0
                    ? Words.count(
                        sum.ailing(), Messages.of("forward-waits"), Messages.of("forwards-wait"))
                    : Messages.of("all-forwards-serve")));
    page.sentence(sum.tone(), sum.words());
  }

  private void selected() {
    fillMenus();
    ForwardRow.Forward only = table.only();
    if (detail != null && only != null) {
      detail.show(only.status());
    }
  }

  private void key(KeyEvent event) {
    List<ForwardRow.Forward> chosen = table.selected();
    if (event.getCode() == KeyCode.ESCAPE && !filter.getText().isEmpty() && detail == null) {
      filter.clear();
      event.consume();
      return;
    }
    if (is("F", event)) {
      filter.requestFocus();
      event.consume();
      return;
    }
    if (chosen.isEmpty()) {
      return;
    }
    ForwardRow.Forward only = table.only();
    if (event.getCode() == KeyCode.DELETE) {
      remove(chosen);
    } else if (event.getCode() == KeyCode.SPACE) {
      startOrStop(chosen);
    } else if (event.getCode() == KeyCode.ENTER) {
      enter();
    } else if (is("C", event)) {
      copyAddresses(chosen);
    } else if (is("R", event)) {
      restart(chosen);
    } else if (is("E", event) && only != null) {
      openForm(only.status());
    } else if (is("O", event) && only != null) {
      open(only.status());
    } else {
      return;
    }
    event.consume();
  }

  private static boolean is(String key, KeyEvent event) {
    return KeyCombination.valueOf("Shortcut+" + key).match(event);
  }

  /// Letters go to the filter, so that looking for a forward needs no click.
  private void typed(KeyEvent event) {
    String text = event.getCharacter();
    if (!event.isShortcutDown() && !event.isAltDown() && text.matches("[\\p{Graph}]")) {
      filter.requestFocus();
      filter.appendText(text);
      filter.end();
      event.consume();
    }
  }

  private void keyInFilter(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE && !filter.getText().isEmpty()) {
      filter.clear();
      table.requestFocus();
      event.consume();
    } else if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.ENTER) {
      table.requestFocus();
      if (table.getSelectionModel().isEmpty()) {
        table.getSelectionModel().select(0);
      }
      event.consume();
    }
  }

  private void enter() {
    TreeItem<ForwardRow> item = table.getSelectionModel().getSelectedItem();
    if (item != null && item.getValue() instanceof ForwardRow.Group) {
      item.setExpanded(!item.isExpanded());
    } else {
      openDetail();
    }
  }

  /// Not under the user's hand: an open menu stays as it is.
  private void fillMenus() {
    if (menu.isShowing() || rowMenu.isShowing()) {
      return;
    }
    List<ForwardRow.Forward> chosen = table.selected();
    rowMenu.getItems().setAll(items(chosen));
    List<MenuItem> all = items(chosen);
    if (!all.isEmpty()) {
      all.add(new SeparatorMenuItem());
    }
    all.addAll(itemsForAll());
    menu.getItems().setAll(all);
  }

  private List<MenuItem> items(List<ForwardRow.Forward> chosen) {
    List<MenuItem> items = new ArrayList<>();
    if (chosen.isEmpty()) {
      return items;
    }
    ForwardRow.Forward only = table.only();
    String them =
        chosen.size() == 1 ? chosen.getFirst().name() : Messages.of("forwards", chosen.size());
    boolean start = chosen.stream().anyMatch(ForwardRow.Forward::stopped);
    items.add(
        Controls.item(
            (start ? Messages.of("start-2") : Messages.of("stop-2")) + them + "  (Space)",
            () -> startOrStop(chosen)));
    if (start && !chosen.stream().allMatch(ForwardRow.Forward::stopped)) {
      items.add(Controls.item(Messages.of("stop-3", them), () -> model.jobs().stop(specs(chosen))));
    }
    if (!chosen.stream().allMatch(ForwardRow.Forward::stopped)) {
      items.add(key(Messages.of("restart"), "R", () -> restart(chosen)));
    }
    if (only != null) {
      items.add(Controls.item("Details  (Enter)", this::openDetail));
      items.add(key(Messages.of("edit"), "E", () -> openForm(only.status())));
    }
    if (chosen.stream().anyMatch(each -> !Address.of(each.status()).isEmpty())) {
      items.add(
          key(
              chosen.size() == 1 ? Messages.of("copy-address-2") : Messages.of("copy-addresses"),
              "C",
              () -> copyAddresses(chosen)));
    }
    if (only != null && !only.stopped()) {
      String url = Address.url(only.status());
      items.add(
          Controls.item(Messages.of("copy-url"), () -> surface.copy(url, Messages.of("url"))));
      items.add(key(Messages.of("open-in-browser"), "O", () -> open(only.status())));
      if (only.spec().local().tls()) {
        items.add(
            Controls.item(
                Messages.of("copy-certificate"),
                () -> model.certificate(only.name(), pem -> surface.copy(pem, "certificate"))));
      }
    }
    if (only != null) {
      items.add(
          Controls.item(
              Messages.of("copy-link"),
              () -> surface.copy(model.link(only.spec()), "mooring link")));
    }
    items.add(Controls.item("Remove...  (Delete)", () -> remove(chosen)));
    return items;
  }

  private static MenuItem key(String words, String key, Runnable action) {
    return Controls.item(words + "  (" + Controls.shortcut(key) + ")", action);
  }

  private List<MenuItem> itemsForAll() {
    List<ForwardStatus> rows = model.rows().get();
    Sum sum = Sum.of(rows);
    MenuItem start =
        Controls.item(Messages.of("start-all"), () -> model.jobs().start(specs(rows, false)));
    start.setDisable(sum.running() == sum.all());
    MenuItem stop =
        Controls.item(Messages.of("stop-all"), () -> model.jobs().stop(specs(rows, true)));
    stop.setDisable(sum.running() == 0);
    MenuItem restart =
        Controls.item(
            Messages.of("restart-all-that-run"), () -> model.jobs().start(specs(rows, true)));
    restart.setDisable(sum.running() == 0);
    Menu columns = new Menu(Messages.of("columns"));
    for (String title : table.spare()) {
      CheckMenuItem each = new CheckMenuItem(title);
      each.setSelected(!model.hiddenColumns().get().contains(title));
      each.setOnAction(event -> column(title, each.isSelected()));
      columns.getItems().add(each);
    }
    MenuItem in = Controls.item(Messages.of("import"), this::importFile);
    MenuItem out = Controls.item(Messages.of("export"), this::exportFile);
    out.setDisable(rows.isEmpty());
    return List.of(
        start, stop, restart, new SeparatorMenuItem(), in, out, new SeparatorMenuItem(), columns);
  }

  private void importFile() {
    ImportCard.open(model.files(), surface);
  }

  private void exportFile() {
    ExportCard.open(
        model.files(), surface, table.selected().stream().map(ForwardRow.Forward::name).toList());
  }

  private void column(String title, boolean wanted) {
    List<String> hidden = new ArrayList<>(model.hiddenColumns().get());
    hidden.remove(title);
    if (!wanted) {
      hidden.add(title);
    }
    model.hideColumns(hidden);
  }

  private void startOrStop(List<ForwardRow.Forward> chosen) {
    List<ForwardRow.Forward> stopped = chosen.stream().filter(ForwardRow.Forward::stopped).toList();
    if (stopped.isEmpty()) {
      model.jobs().stop(specs(chosen));
    } else {
      model.jobs().start(specs(stopped));
    }
  }

  private void restart(List<ForwardRow.Forward> chosen) {
    List<ForwardRow.Forward> running = chosen.stream().filter(each -> !each.stopped()).toList();
    if (!running.isEmpty()) {
      model.jobs().start(specs(running));
    }
  }

  private void copyAddresses(List<ForwardRow.Forward> chosen) {
    String text =
        chosen.stream()
            .map(each -> Address.of(each.status()))
            .filter(each -> !each.isEmpty())
            .collect(Collectors.joining("\n"));
    if (!text.isEmpty()) {
      surface.copy(text, chosen.size() == 1 ? "address" : "addresses");
    }
  }

  private void open(ForwardStatus forward) {
    String url = Address.url(forward);
    if (!url.isEmpty()) {
      surface.browse(url);
    }
  }

  private void remove(List<ForwardRow.Forward> chosen) {
    boolean one = chosen.size() == 1;
    surface.confirm(
        new Surface.Question(
            one
                ? Messages.of("remove-forward", chosen.getFirst().name())
                : Messages.of("remove-forwards", chosen.size()),
            Messages.of(
                "taken-from-the-list-open-connections",
                one ? Messages.of("it-is") : Messages.of("they-are"),
                one ? Messages.of("it") : Messages.of("them")),
            chosen.stream()
                .map(
                    each ->
                        (one ? "" : each.name() + "  ")
                            + ForwardsTable.target(each.status())
                            + (Address.of(each.status()).isEmpty()
                                ? ""
                                : Messages.of("on-2", Address.of(each.status()))))
                .toList(),
            Messages.of("remove")),
        () -> model.jobs().remove(specs(chosen)));
  }

  private void openDetail() {
    ForwardRow.Forward only = table.only();
    if (only == null) {
      return;
    }
    if (detail != null) {
      detail.show(only.status());
      return;
    }
    ForwardDetail pane =
        new ForwardDetail(
            model,
            surface,
            only.status(),
            status -> openForm(status),
            this::open,
            page::closeDetail);
    page.detail(
        pane,
        DETAIL,
        () -> {
          detail = null;
          table.requestFocus();
        });
    detail = pane;
  }

  /// Opens the form of a new forward as a link proposes it; the user decides.
  public void offer(ForwardLink link) {
    openForm(null).propose(link);
    surface.toast(Messages.of("a-link-filled-this-in-for", model.context()));
  }

  /// Starts the forward of a link that the user agreed to.
  public void start(ForwardLink link) {
    model.start(link);
  }

  /// @param change the forward to change; null for a new one
  private ForwardForm openForm(@Nullable ForwardStatus change) {
    detail = null;
    formOpen = true;
    ForwardForm form =
        new ForwardForm(
            model,
            surface,
            table.groups(),
            change == null ? null : change.spec(),
            page::closeDetail);
    page.detail(form, DETAIL, () -> formOpen = false);
    form.begin();
    return form;
  }

  private static List<ForwardSpec> specs(List<ForwardRow.Forward> rows) {
    return rows.stream().map(ForwardRow.Forward::spec).toList();
  }

  private static List<ForwardSpec> specs(List<ForwardStatus> rows, boolean running) {
    return rows.stream()
        .filter(row -> running != (row.state() instanceof ForwardStatus.State.Stopped))
        .map(ForwardStatus::spec)
        .toList();
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
    if (formOpen) {
      model.readNamespaces();
    }
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
