package dev.mooring.desktop.app;

import dev.mooring.desktop.command.Commands;
import dev.mooring.desktop.fx.FxThread;
import dev.mooring.desktop.tray.Tray;
import dev.mooring.desktop.tray.Trays;
import dev.mooring.engine.Engine;
import dev.mooring.engine.Engines;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.settings.SettingsFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The window and the tray, from start to quit.
final class DesktopRun {
  private static final Logger LOG = LoggerFactory.getLogger(DesktopRun.class);

  private final Workspaces workspaces;
  private final SettingsFile settings;
  private final CountDownLatch quit = new CountDownLatch(1);
  private volatile @Nullable Tray tray;

  private DesktopRun(Workspaces workspaces, SettingsFile settings) {
    this.workspaces = workspaces;
    this.settings = settings;
  }

  /// Runs until the user quits.
  ///
  /// @return the exit code
  static int run(Workspaces workspaces, Supplier<SettingsFile> settings) {
    if (noDisplay()) {
      Commands.tell(
          new Problem(
              "The window cannot open",
              "there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set",
              "Use the commands: mooring --help; without a cluster: mooring practice"));
      return 1;
    }
    try {
      new DesktopRun(workspaces, settings.get()).untilQuit();
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 130;
    } finally {
      workspaces.close();
    }
  }

  private void untilQuit() throws InterruptedException {
    Platform.startup(this::open);
    quit.await();
    Platform.exit();
  }

  private void open() {
    // The tray decides whether a closed window is the end.
    Platform.setImplicitExit(false);
    MooringWindow window =
        MooringWindow.show(new Stage(), workspaces, settings, DesktopRun::engines);
    // Pressing on is better than a window that vanishes; the user can copy what happened.
    Thread.currentThread()
        .setUncaughtExceptionHandler(
            (thread, mistake) -> {
              LOG.error("A mistake on the FX thread", mistake);
              window.tell(mistake(mistake));
            });
    FxThread ui = new FxThread();
    Runnable toFront = () -> ui.execute(window::toFront);
    TrayMenu menu =
        new TrayMenu(
            workspaces,
            settings,
            toFront,
            text -> ui.execute(() -> copy(text)),
            url -> ui.execute(() -> window.browse(url)),
            quit::countDown);
    // The session bus is a socket: never on this thread.
    Thread.ofVirtual()
        .name("tray")
        .start(
            () ->
                Trays.open(menu.model(), toFront)
                    .ifPresent(
                        shown -> {
                          tray = shown;
                          menu.follow(shown, quit);
                        }));
    window
        .stage()
        .setOnCloseRequest(
            event -> {
              if (!staysInTray()) {
                window.close();
                quit.countDown();
              }
            });
  }

  private static Problem mistake(Throwable mistake) {
    StringWriter trace = new StringWriter();
    mistake.printStackTrace(new PrintWriter(trace));
    return new Problem(
        "Mooring made a mistake",
        mistake.getClass().getSimpleName()
            + (mistake.getMessage() == null ? "" : ": " + mistake.getMessage()),
        "Go on; what ran goes on too. Send a report with the details",
        trace.toString());
  }

  private boolean staysInTray() {
    Tray shown = tray;
    return settings.settings().get().closeToTray() && shown != null && shown.visible();
  }

  private static void copy(String text) {
    Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text));
  }

  private static boolean noDisplay() {
    boolean linux = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    return linux
        && System.getenv("DISPLAY") == null
        && System.getenv("WAYLAND_DISPLAY") == null
        && System.getProperty("glass.platform") == null;
  }

  private static List<Engine> engines() {
    try {
      return List.of(Engines.find());
    } catch (MooringException e) {
      LOG.info("No local engine: {}", e.problem().detail());
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
