package dev.mooring.desktop.debug;

import atlantafx.base.theme.Styles;
import dev.mooring.debug.Candidates;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.EmptyPane;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.LowScroll;
import dev.mooring.desktop.fx.Mark;
import dev.mooring.desktop.fx.Page;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.pod.PodNavigation;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.forward.Target;
import dev.mooring.problem.Problem;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The Workloads place: what runs, what can be debugged, and what is.
public final class WorkloadsView implements Screen {
  private static final double DETAIL = 300;

  /// How high the cards of sessions are at most; the rest is scrolled.
  private static final double CARDS = 300;

  private final WorkloadsViewModel model;
  private final Surface surface;
  private final PodNavigation navigation;
  private final Page page = new Page(Messages.of("workloads"));
  private final WorkloadsTable table;
  private final WorkloadActions can;
  private final SessionCards cards;
  private final OpenDebuggers debuggers;
  private final ReadOnlyObjectWrapper<Mark> mark = new ReadOnlyObjectWrapper<>(Mark.NONE);
  private final ChangeListener<Face<Candidates>> judged = (p, before, now) -> enable();
  private @Nullable Fetched<Candidates> verdict;
  private @Nullable Workload detailed;
  private @Nullable LogPane log;

  public WorkloadsView(WorkloadsViewModel model, Surface surface, Ui ui, PodNavigation navigation) {
    this.model = model;
    this.surface = surface;
    this.navigation = navigation;
    table = new WorkloadsTable(model, navigation::newerThan, this::chosen);
    can = new WorkloadActions(model, surface, table::selected, navigation);
    navigation.images().addListener((p, before, now) -> imagesChanged());
    debuggers = new OpenDebuggers(page, model.sessions(), surface);
    cards = new SessionCards(model.sessions(), surface, ui, debuggers::open);
    table.offer(can.ofRow());
    MenuButton more =
        Controls.more(can.ofRow().stream().skip(2).map(Actions::item).toArray(MenuItem[]::new));
    more.setId("workloads-menu");
    page.actions(Actions.button(can.debug(), Styles.ACCENT), Actions.button(can.forward()), more);
    TextField filter = new TextField();
    filter.setId("workloads-filter");
    filter.setPromptText(Messages.of("filter-workloads"));
    filter.setAccessibleText(Messages.of("filter-workloads"));
    filter.textProperty().addListener((p, before, now) -> table.filter(now));
    HBox scope = new HBox(Tokens.GROUP, new NamespaceChoice(model), filter);
    scope.setAlignment(Pos.CENTER_LEFT);
    LowScroll low = new LowScroll(cards, CARDS, CARDS);
    low.visibleProperty().bind(cards.visibleProperty());
    low.managedProperty().bind(cards.managedProperty());
    page.content(
        low,
        scope,
        new FaceView<>(
            model.workloads().face(),
            surface,
            model::refresh,
            table,
            table::show,
            List::isEmpty,
            new EmptyPane(Feather.BOX, Messages.of("there-are-no-workloads"))));
    model.workloads().onValue(all -> table.renew());
    model.sessions().live().addListener((p, before, now) -> sessions());
    sessions();
    chosen();
  }

  private void chosen() {
    List<Workload> selected = table.selected();
    Workload now = selected.size() == 1 ? selected.getFirst() : null;
    Fetched<Candidates> before = verdict;
    if (before != null) {
      before.face().removeListener(judged);
    }
    if (now == null) {
      verdict = null;
      detailed = null;
      page.closeDetail();
    } else {
      Fetched<Candidates> next = model.debugging().verdict(now);
      next.face().addListener(judged);
      if (!next.equals(before) || !now.equals(detailed)) {
        detailed = now;
        page.detail(
            new VerdictPane(
                now,
                next,
                model,
                new VerdictPane.Around(navigation, can.setImage(), can.copy(), surface),
                this::enable,
                page::closeDetail),
            DETAIL,
            this::detailClosed);
      }
      verdict = next;
    }
    enable();
  }

  private void imagesChanged() {
    table.imagesChanged();
    enable();
  }

  private void detailClosed() {
    if (detailed != null) {
      detailed = null;
      table.unselect();
    }
  }

  private void enable() {
    Fetched<Candidates> now = verdict;
    Workload workload = detailed;
    debuggers.update(can.sessions());
    can.update(
        now != null && workload != null && now.face().get() instanceof Face.Full<Candidates> full
            ? model.debugging().chosen(workload, full.value())
            : null);
  }

  /// Attaches a debugger.
  public void debug(Target target) {
    can.attach(target);
  }

  /// Opens the live log of a target below.
  public void openLog(Target target) {
    closeLog();
    LogPane next = new LogPane(model.logs(target), this::closeLog);
    log = next;
    page.setBottom(next);
  }

  private boolean closeLog() {
    LogPane open = log;
    if (open == null) {
      return false;
    }
    open.close();
    log = null;
    page.setBottom(null);
    return true;
  }

  private void sessions() {
    int live = model.sessions().live().get().size();
    page.sentence(Tone.ACCENT, live == 0 ? "" : Messages.count("sessions", live));
    mark.set(
        live == 0
            ? Mark.NONE
            : new Mark(String.valueOf(live), Tone.ACCENT, Messages.of("delve-is-attached")));
    enable();
  }

  @Override
  public Node node() {
    return debuggers.node();
  }

  @Override
  public ObservableValue<Mark> mark() {
    return mark.getReadOnlyProperty();
  }

  @Override
  public void shown() {
    if (model.workloads().value() == null) {
      model.refresh();
    }
  }

  @Override
  public void searched() {
    shown();
  }

  @Override
  public void refresh() {
    model.refresh();
  }

  @Override
  public Optional<Problem> failure() {
    return model.workloads().failure();
  }

  @Override
  public List<Action> actions() {
    return debuggers.actions(can.all());
  }

  @Override
  public List<Action> objects() {
    List<Workload> known = model.workloads().value();
    return known == null
        ? List.of()
        : new WorkloadNames(this::goTo, this::debug, model.debugging()::isOpen).of(known);
  }

  private void goTo(Workload workload) {
    table.unselect();
    table.select(workload);
  }

  @Override
  public boolean closeDetail() {
    return debuggers.leave() || page.closeDetail() || closeLog();
  }

  @Override
  public void close() {
    closeLog();
    debuggers.close();
    cards.close();
  }
}
