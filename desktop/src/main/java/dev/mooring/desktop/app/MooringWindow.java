package dev.mooring.desktop.app;

import dev.mooring.desktop.fx.FxThread;
import dev.mooring.desktop.settings.SettingsCard;
import dev.mooring.desktop.shell.Place;
import dev.mooring.desktop.shell.ShellView;
import dev.mooring.desktop.shell.ShellViewModel;
import dev.mooring.desktop.theme.Theme;
import dev.mooring.engine.Engine;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Problem;
import dev.mooring.settings.SettingsFile;
import java.io.InputStream;
import java.util.List;
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

  private MooringWindow(
      Stage stage, ShellViewModel model, ShellView view, List<Subscription> followed) {
    this.stage = stage;
    this.model = model;
    this.view = view;
    this.followed = followed;
  }

  /// Shows the window and starts reading the contexts in the background.
  ///
  /// @param engines Docker and Podman of this machine; called in the background
  public static MooringWindow show(
      Stage stage, Workspaces workspaces, SettingsFile settings, Supplier<List<Engine>> engines) {
    FxThread ui = new FxThread();
    Theme theme = new Theme();
    ShellViewModel model =
        new ShellViewModel(new WorkspaceContexts(workspaces, settings, engines, ui), settings, ui);
    ShellView view = new ShellView(model, ui, surface -> SettingsCard.open(settings, surface));
    Scene scene = new Scene(view.root(), 1000, 700);
    theme.dress(scene);
    Subscription appearance =
        settings.settings().subscribe(ui.newest(now -> theme.use(now.appearance())));
    theme.use(settings.settings().get().appearance());
    stage.setTitle("Mooring");
    stage.setMinWidth(900);
    stage.setMinHeight(600);
    for (int size : ICONS) {
      stage.getIcons().add(icon(size));
    }
    stage.setScene(scene);
    stage.show();
    Subscription trouble =
        settings.onTrouble(ui.newest(now -> now.ifPresent(view.surface()::tell)));
    model.start();
    return new MooringWindow(stage, model, view, List.of(appearance, trouble));
  }

  public Stage stage() {
    return stage;
  }

  /// Brings a place into view; for the tray and for tests.
  public void go(Place place) {
    model.place().set(place);
  }

  /// Shows a problem over whatever is in view.
  public void tell(Problem problem) {
    view.surface().tell(problem);
  }

  /// Opens a page in the user's browser.
  public void browse(String url) {
    view.surface().browse(url);
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
    followed.forEach(Subscription::close);
    view.close();
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
