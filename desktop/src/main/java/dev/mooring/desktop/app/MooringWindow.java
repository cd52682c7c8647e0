package dev.mooring.desktop.app;

import dev.mooring.cluster.Context;
import dev.mooring.desktop.forward.ForwardsView;
import dev.mooring.desktop.forward.LinkCard;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.FxThread;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.report.ReportCard;
import dev.mooring.desktop.settings.SettingsCard;
import dev.mooring.desktop.shell.Contexts;
import dev.mooring.desktop.shell.Palette;
import dev.mooring.desktop.shell.Place;
import dev.mooring.desktop.shell.ShellView;
import dev.mooring.desktop.shell.ShellViewModel;
import dev.mooring.desktop.theme.Theme;
import dev.mooring.desktop.workspace.SupportReport;
import dev.mooring.desktop.workspace.OpenViewModels;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.platform.Directories;
import dev.mooring.engine.Engine;
import dev.mooring.forward.ForwardLink;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.settings.SettingsFile;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

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
  private @Nullable ForwardLink proposed;

  /// What the user agreed to start.
  private @Nullable ForwardLink accepted;

  private MooringWindow(
      Stage stage, ShellViewModel model, ShellView view, List<Subscription> followed) {
    this.stage = stage;
    this.model = model;
    this.view = view;
    this.followed = followed;
    model.opened().onValue(now -> offer());
    model
        .opened()
        .face()
        .addListener(
            (property, before, face) -> {
              if (face instanceof Face.Failed<Contexts.Opened>) {
                offer();
              }
            });
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
    OpenViewModels models = new OpenViewModels(workspaces, settings, engines, ui);
    ShellViewModel model =
        new ShellViewModel(new WorkspaceContexts(workspaces, models, ui), settings, ui);
    ShellView view =
        new ShellView(
            model,
            ui,
            (surface, key) ->
                SettingsCard.open(settings, surface, key, around.tray().getAsBoolean()),
            surface -> report(surface, model, workspaces, settings),
            around.practice());
    Scene scene = new Scene(view.root(), 1000, 700);
    theme.dress(scene);
    Subscription appearance =
        settings.settings().subscribe(ui.newest(now -> theme.use(now.appearance())));
    theme.use(settings.settings().get().appearance());
    stage.setTitle("Mooring");
    stage.setMinWidth(WindowPlace.LEAST_WIDTH);
    stage.setMinHeight(WindowPlace.LEAST_HEIGHT);
    WindowPlace.keep(stage, model.place(), settings);
    for (int size : ICONS) {
      stage.getIcons().add(icon(size));
    }
    stage.setScene(scene);
    Subscription trouble =
        settings.onTrouble(ui.newest(now -> now.ifPresent(view.surface()::tell)));
    model.start();
    return new MooringWindow(stage, model, view, List.of(appearance, trouble, models::close));
  }

  /// Of the context in view; of the current one where none is.
  private static void report(
      Surface surface, ShellViewModel model, Workspaces workspaces, SettingsFile settings) {
    Contexts.Opened now = model.opened().value();
    String context = now == null ? null : now.context().name();
    ReportCard.open(
        surface,
        Directories.home(),
        model.jobs(),
        () -> SupportReport.gather(settings.settings().get(), () -> workspaces.open(context)));
  }

  /// What the window cannot know by itself.
  ///
  /// @param tray whether a tray shows Mooring's icon now
  /// @param practice opens the practice cluster
  record Around(BooleanSupplier tray, Runnable practice) {
    static Around nothing() {
      return new Around(() -> true, () -> {});
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
    proposed = link;
    accepted = null;
    offer();
  }

  /// Waits for the context that is to be in view, or its failure.
  private void offer() {
    ForwardLink link = proposed;
    if (link == null) {
      return;
    }
    Contexts.Opened now = model.opened().value();
    String context = link.context();
    if (now != null && (context.isEmpty() || context.equals(now.context().name()))) {
      if (view.screen(Place.FORWARDS) instanceof ForwardsView forwards) {
        proposed = null;
        go(Place.FORWARDS);
        if (link.equals(accepted)) {
          forwards.start(link);
        } else {
          forwards.offer(link);
        }
        accepted = null;
      }
    } else if (!context.isEmpty()
        && !link.equals(accepted)
        && (now != null || model.opened().face().getValue() instanceof Face.Failed<?>)) {
      ask(link);
    }
  }

  /// A link is anybody's word: nothing of another context is opened or remembered before the user
  /// agrees.
  private void ask(ForwardLink link) {
    List<Context> known = model.list().value();
    if (known == null) {
      return;
    }
    proposed = null;
    if (known.stream().noneMatch(each -> each.name().equals(link.context()))) {
      tell(
          new Problem(
              Code.CONTEXT_MISSING,
              Messages.of("the-link-is-for-a-context"),
              Messages.of("your-kubeconfig-has-no-context", link.context()),
              new Remedy.Advice(Messages.of("choose-a-context-yourself-and-create"))));
      return;
    }
    LinkCard.open(
        link,
        view.surface(),
        () -> {
          proposed = link;
          accepted = link;
          model.open(link.context());
          offer();
        });
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
