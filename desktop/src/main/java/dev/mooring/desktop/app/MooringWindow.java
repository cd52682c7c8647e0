package dev.mooring.desktop.app;

import dev.mooring.desktop.fx.FxThread;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.report.ReportCard;
import dev.mooring.desktop.settings.SettingsCard;
import dev.mooring.desktop.shell.Contexts;
import dev.mooring.desktop.shell.Palette;
import dev.mooring.desktop.shell.Place;
import dev.mooring.desktop.shell.ShellView;
import dev.mooring.desktop.shell.ShellViewModel;
import dev.mooring.desktop.stack.SeenNames;
import dev.mooring.desktop.theme.Theme;
import dev.mooring.desktop.workspace.OpenViewModels;
import dev.mooring.desktop.workspace.SupportReport;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.engine.Engine;
import dev.mooring.forward.ForwardLink;
import dev.mooring.job.Subscription;
import dev.mooring.platform.Directories;
import dev.mooring.problem.Problem;
import dev.mooring.settings.SettingsFile;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Stage;

/// Puts the window on a stage. Made and used on the FX thread.
///
/// The window owns what it shows and nothing else: workspaces and settings belong to the caller,
/// who closes them after the window.
public final class MooringWindow implements AutoCloseable {
  private static final List<Integer> ICONS = List.of(16, 24, 32, 48, 64, 128, 256, 512);

  private final Stage stage;
  private final ShellViewModel model;
  private final ShellView view;
  private final List<Subscription> followed;
  private final LinkOffer links;

  private MooringWindow(
      Stage stage, ShellViewModel model, ShellView view, List<Subscription> followed) {
    this.stage = stage;
    this.model = model;
    this.view = view;
    this.followed = followed;
    this.links = new LinkOffer(model, view);
  }

  /// Shows the window and starts reading the contexts in the background.
  ///
  /// @param engines Docker and Podman of this machine; called in the background
  public static MooringWindow show(
      Stage stage, Workspaces workspaces, SettingsFile settings, Supplier<List<Engine>> engines) {
    return show(stage, workspaces, settings, engines, Around.nothing());
  }

  static MooringWindow show(
      Stage stage,
      Workspaces workspaces,
      SettingsFile settings,
      Supplier<List<Engine>> engines,
      Around around) {
    MooringWindow window = prepare(stage, workspaces, settings, engines, around);
    stage.show();
    return window;
  }

  /// The same, hidden until [#toFront]: all that is kept alive lives without being looked at.
  static MooringWindow prepare(
      Stage stage,
      Workspaces workspaces,
      SettingsFile settings,
      Supplier<List<Engine>> engines,
      Around around) {
    FxThread ui = new FxThread();
    Theme theme = new Theme();
    OpenViewModels models = new OpenViewModels(workspaces, settings, engines, around.names(), ui);
    ShellViewModel model =
        new ShellViewModel(new WorkspaceContexts(workspaces, models, ui), settings, ui);
    ShellView view =
        new ShellView(
            model,
            ui,
            (surface, key) ->
                SettingsCard.open(settings, surface, key, around.tray().getAsBoolean()),
            surface -> report(surface, model, workspaces, models, settings),
            around.practice());
    Scene scene = new Scene(view.root(), 1000, 700);
    theme.dress(scene);
    Subscription appearance =
        settings.settings().subscribe(ui.newest(now -> theme.use(now.appearance())));
    theme.use(settings.settings().get().appearance());
    stage.setTitle("Mooring");
    stage.setMinWidth(WindowPlace.LEAST_WIDTH);
    stage.setMinHeight(WindowPlace.LEAST_HEIGHT);
    Subscription place = WindowPlace.keep(stage, model.place(), settings);
    for (int size : ICONS) {
      stage.getIcons().add(icon(size));
    }
    stage.setScene(scene);
    Subscription trouble =
        settings.onTrouble(ui.newest(now -> now.ifPresent(view.surface()::tell)));
    Subscription returning =
        Returning.follow(stage.focusedProperty(), view::refresh, InstantSource.system());
    model.start();
    return new MooringWindow(
        stage, model, view, List.of(appearance, trouble, returning, place, models::close));
  }

  /// Of the context and the registry in view; of the current context where none is.
  private static void report(
      Surface surface,
      ShellViewModel model,
      Workspaces workspaces,
      OpenViewModels models,
      SettingsFile settings) {
    Contexts.Opened now = model.opened().value();
    String context = now == null ? null : now.context().name();
    Optional<String> registry =
        workspaces.all().get().stream()
            .filter(each -> each.context().name().equals(context))
            .findFirst()
            .map(each -> models.of(each).registries().chosen().get().name());
    ReportCard.open(
        surface,
        Directories.home(),
        model.jobs(),
        () ->
            SupportReport.gather(
                settings.settings().get(), registry, () -> workspaces.open(context)));
  }

  /// What the window cannot know by itself.
  ///
  /// @param tray whether a tray shows Mooring's icon now
  /// @param practice opens the practice cluster
  /// @param names of registries, for the shells
  record Around(BooleanSupplier tray, Runnable practice, SeenNames names) {
    static Around nothing() {
      return new Around(() -> true, () -> {}, SeenNames.forgotten());
    }
  }

  Surface surface() {
    return view.surface();
  }

  public Stage stage() {
    return stage;
  }

  /// Reads the contexts of another kubeconfig.
  void use(Path kubeconfig) {
    model.use(kubeconfig);
  }

  /// Brings a place into view; for the tray and for tests.
  public void go(Place place) {
    model.place().set(place);
  }

  /// Everything that can be done in the context in view.
  List<Palette.Entry> actions() {
    return view.actions();
  }

  /// Shows a problem over whatever is in view.
  public void tell(Problem problem) {
    view.surface().tell(problem);
  }

  /// Opens a page in the user's browser.
  public void browse(String url) {
    view.surface().browse(url);
  }

  /// Shows the form of a new forward as a link proposes it, or asks before another context is
  /// opened for it; nothing starts before the user says so.
  public void openLink(ForwardLink link) {
    links.open(link);
  }

  /// Brings the window to the front.
  public void toFront() {
    stage.show();
    stage.setIconified(false);
    stage.toFront();
  }

  /// Ends what the window follows. The stage stays the caller's.
  @Override
  public void close() {
    view.close();
    followed.forEach(Subscription::close);
    // Waits for a running look at the API server, which the FX thread must not.
    Thread.ofVirtual().name("window-end").start(model::close);
  }

  private static Image icon(int size) {
    String file = "/dev/mooring/desktop/icons/app/mooring-" + size + ".png";
    InputStream in = MooringWindow.class.getResourceAsStream(file);
    if (in == null) {
      throw new IllegalStateException("the icon " + file + " is not in this build");
    }
    return new Image(in);
  }
}
