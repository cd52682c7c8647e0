package dev.mooring.desktop.stack;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Mark;
import dev.mooring.desktop.fx.Page;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.job.Job;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Problem;
import dev.mooring.stack.StackStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;

/// The Registry place: install it, watch it being made or removed, or live with it.
public final class StackView implements Screen {
  private final StackViewModel model;
  private final Surface surface;
  private final Page page = new Page(Messages.of("registry"));
  private final BorderPane body = new BorderPane();
  private final TroublePane trouble;
  private final PreflightPane preflight;
  private final InstallingPane installing = new InstallingPane();
  private final InstalledPane installed;
  private final StackActions can;
  private final Button install;
  private final Button connect;
  private final Button disconnect;
  private final MenuButton absentMenu;
  private final MenuButton installedMenu;
  private final ReadOnlyObjectWrapper<Mark> mark = new ReadOnlyObjectWrapper<>(Mark.NONE);

  /// @param another installs one beside it
  /// @param outside shows the registries that no cluster has
  /// @param forget takes it away while it is not installed; empty where it stays
  public StackView(
      StackViewModel model,
      StorageJobs storage,
      Surface surface,
      Action another,
      Action outside,
      Optional<Runnable> forget) {
    this.model = model;
    this.surface = surface;
    StackQuestions questions = new StackQuestions(model, surface);
    can = new StackActions(model, storage, surface, questions, this::check);
    preflight = new PreflightPane(model, can, surface);
    trouble = new TroublePane(model, questions, surface);
    installed = new InstalledPane(model, can, surface);
    install = Actions.button(can.of(StackAction.INSTALL), Styles.ACCENT);
    connect = Actions.button(can.of(StackAction.CONNECT), Styles.ACCENT);
    disconnect = Actions.button(can.of(StackAction.DISCONNECT));
    absentMenu = StackMenus.absent(can, another, outside, forget);
    installedMenu = StackMenus.installed(can, another, outside);
    page.content(
        trouble,
        new FaceView<>(
            model.status().face(),
            surface,
            model::refresh,
            body,
            status -> update(),
            status -> false,
            new VBox()));
    Stream.<ObservableValue<?>>of(
            model.status().face(),
            model.preflight().face(),
            model.connection().state(),
            model.work(),
            model.verification(),
            model.options(),
            model.login(),
            model.drift().face(),
            model.volume(),
            model.left())
        .forEach(each -> each.addListener((property, before, now) -> update()));
    update();
  }

  private void update() {
    Job.Snapshot work = model.work().get();
    StackStatus status = model.status().value();
    boolean working = model.working();
    trouble.show(work);
    can.update(blockers());
    if (status == null) {
      page.actions();
      unknown(model.status().failure().isPresent());
    } else if (working && work != null && (!status.installed() || model.leaving())) {
      installing.show(work);
      body.setCenter(installing);
      page.actions();
      page.sentence(Tone.ACCENT, work.title());
      mark.set(new Mark("", Tone.ACCENT, work.title()));
    } else if (!status.installed()) {
      body.setCenter(preflight);
      install.setTooltip(new Tooltip(installable()));
      page.actions(install, absentMenu);
      // What was read before the cluster fell silent may have changed since.
      boolean old = model.status().failure().isPresent();
      page.sentence(
          old ? Tone.WARNING : Tone.MUTED,
          old
              ? Messages.of("not-installed-when-last-checked")
              : Messages.of("not-installed-in-this-cluster"));
      mark.set(
          old
              ? new Mark("", Tone.WARNING, Messages.of("unknown"))
              : new Mark("", Tone.MUTED, Messages.of("not-installed")));
    } else {
      ConnectionState connection = model.connection().state().get();
      installed.show(status, working ? work : null);
      body.setCenter(installed);
      boolean live =
          connection instanceof ConnectionState.Connected
              || connection instanceof ConnectionState.Degraded;
      page.actions(live ? disconnect : connect, installedMenu);
      Tone tone =
          status.ready() && !installed.warnsOfVolume()
              ? Connections.tone(connection)
              : Tone.WARNING;
      String words = status.ready() ? words(status, connection) : status.why();
      if (installed.warnsOfVolume()) {
        words = Messages.of("and-check-the-volume", words);
      }
      page.sentence(tone, words);
      mark.set(new Mark("", tone, words));
    }
  }

  private static String words(StackStatus status, ConnectionState connection) {
    return status.options().isCache()
        ? Connections.wordsOfCache(connection)
        : Connections.words(connection);
  }

  /// Nobody has said yet whether there is a registry.
  private void unknown(boolean failed) {
    page.sentence(failed ? Tone.WARNING : Tone.MUTED, failed ? Messages.of("state-unknown") : "");
    mark.set(failed ? new Mark("", Tone.WARNING, Messages.of("unknown")) : Mark.NONE);
  }

  /// What Install does, or why it cannot be pressed.
  private String installable() {
    return switch (model.preflight().face().get()) {
      case Face.Loading<List<Finding>> loading -> Messages.of("checks-are-running");
      case Face.Failed<List<Finding>> failed -> Messages.of("checks-did-not-run");
      case Face.Stale<List<Finding>> stale -> Messages.of("checks-did-not-run");
      case Face.Full<List<Finding>> full ->
          blockers().filter(List::isEmpty).isPresent()
              ? Messages.of("installs-the-registry")
              : Messages.of("something-stands-in-the-way-see");
    };
  }

  /// What stands in the way of an install; nothing while the checks have not said.
  private Optional<List<Finding>> blockers() {
    return model.preflight().face().get() instanceof Face.Full<List<Finding>> full
        ? Optional.of(StackJobs.blockers(full.value()))
        : Optional.empty();
  }

  /// What doctor says; in a card while there is something else to look at.
  private void check() {
    model.examine();
    if (preflight.equals(body.getCenter())) {
      return;
    }
    FindingsPane.open(model, surface);
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
    if (model.status().value() == null) {
      model.refresh();
    }
  }

  @Override
  public void refresh() {
    model.refreshAll();
  }

  @Override
  public Optional<Problem> failure() {
    return model.status().failure();
  }

  @Override
  public List<Action> actions() {
    return can.all();
  }

  @Override
  public Optional<Surface.Way> option(String name) {
    return switch (name) {
      case "--storage-class", "--registry-image", "--node-port" ->
          Optional.of(way(StackAction.OPTIONS));
      case "--egress" -> Optional.of(way(StackAction.EGRESS));
      default -> Optional.empty();
    };
  }

  private Surface.Way way(StackAction action) {
    return new Surface.Way(can.of(action).words(), can.of(action)::fire);
  }

  @Override
  public boolean closeDetail() {
    return page.closeDetail();
  }
}
