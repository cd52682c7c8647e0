package dev.mooring.desktop.app;

import dev.mooring.desktop.control.ControlSocket;
import dev.mooring.desktop.control.ForwardControl;
import dev.mooring.desktop.fx.FxThread;
import dev.mooring.desktop.terminal.Commands;
import dev.mooring.desktop.tray.Tray;
import dev.mooring.desktop.tray.Trays;
import dev.mooring.desktop.workspace.OtherContexts;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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

  private static final Duration PANEL_COMES = Duration.ofSeconds(20);

  /// What a socket that is being made gets to be there, before it is taken away.
  private static final Duration MEETING = Duration.ofSeconds(2);

  private final Workspaces workspaces;
  private final SettingsFile settings;
  private final VolumeSchedule volumes;
  private final CountDownLatch quit = new CountDownLatch(1);
  private final DesktopStart start;
  private volatile @Nullable Tray tray;
  private volatile @Nullable Thread meeting;
  private volatile @Nullable ControlSocket socket;
  private final List<Subscription> followed = new CopyOnWriteArrayList<>();
  private final PracticeBeside practice = new PracticeBeside(new FxThread());
  private @Nullable MooringWindow opened;

  private DesktopRun(Workspaces workspaces, SettingsFile settings, DesktopStart start) {
    this.workspaces = workspaces;
    this.settings = settings;
    this.start = start;
    this.volumes = new VolumeSchedule(workspaces, settings);
  }

  /// Runs until the user quits.
  ///
  /// @return the exit code
  static int run(Workspaces workspaces, Supplier<SettingsFile> settings, DesktopStart start) {
    if (noDisplay()) {
      Commands.tell(
          new Problem(
              Code.DISPLAY_MISSING,
              Messages.of("the-window-cannot-open"),
              Messages.of("there-is-no-display-neither-display"),
              new Remedy.Command(
                  Messages.of("use-the-commands-without-a-cluster"), "mooring --help")));
      return 1;
    }
    Optional<Problem> missing = Libraries.missing();
    if (missing.isPresent()) {
      Commands.tell(missing.get());
      return 1;
    }
    try {
      new DesktopRun(workspaces, settings.get(), start).untilQuit();
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 130;
    } finally {
      workspaces.close();
    }
  }

  private void untilQuit() throws InterruptedException {
    Toolkit.prepare();
    Platform.startup(this::open);
    try {
      quit.await();
    } finally {
      hide();
      volumes.close();
      followed.forEach(Subscription::close);
      practice.close();
    }
    Platform.exit();
  }

  /// Takes the socket away, also one that is just being made: a file of it would stay.
  private void hide() {
    Thread coming = meeting;
    try {
      if (coming != null) {
        coming.join(MEETING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ControlSocket listening = socket;
    if (listening != null) {
      listening.close();
    }
  }

  private void open() {
    // The tray decides whether a closed window is the end.
    Platform.setImplicitExit(false);
    MooringWindow window =
        MooringWindow.prepare(
            new Stage(),
            workspaces,
            settings,
            LocalEngines::find,
            new MooringWindow.Around(this::inTray, this::practise, start.names()));
    opened = window;
    if (!start.hidden()) {
      window.toFront();
    }
    start.link().ifPresent(window::openLink);
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
            volumes::next,
            quit::countDown);
    volumes.start();
    // The session bus is a socket: never on this thread.
    Thread.ofVirtual()
        .name("tray")
        .start(
            () ->
                Trays.open(menu.model(), toFront)
                    .ifPresentOrElse(
                        shown -> {
                          tray = shown;
                          menu.follow(shown, quit);
                          if (start.hidden()) {
                            Thread.ofVirtual()
                                .name("tray-wait")
                                .start(() -> awaitIcon(shown, toFront));
                          }
                        },
                        // Neither tray nor window would leave nothing to click on.
                        toFront));
    meeting = Thread.ofVirtual().name("control-start").start(() -> meet(window, ui));
    Closing closing =
        new Closing(
            window, workspaces, settings, this::inTray, start.sockets() != null, quit::countDown);
    window.stage().setOnCloseRequest(closing::request);
  }

  /// At login the panel may come after Mooring; where it never does, the window has to.
  private static void awaitIcon(Tray shown, Runnable otherwise) {
    try {
      for (int i = 0; i < PANEL_COMES.toSeconds(); i++) {
        if (shown.visible()) {
          return;
        }
        Thread.sleep(1000);
      }
      otherwise.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Lets commands and second starts reach this one.
  private void meet(MooringWindow window, FxThread ui) {
    if (start.sockets() == null) {
      return;
    }
    followed.add(settings.follow());
    followed.add(LoginSetting.follow(settings, problem -> ui.execute(() -> window.tell(problem))));
    OtherContexts.restore(workspaces, settings);
    long id = ProcessHandle.current().pid();
    try {
      socket =
          ControlSocket.listen(
              start.sockets(),
              id,
              ForwardControl.ofWindow(
                  id,
                  workspaces,
                  settings,
                  link ->
                      ui.execute(
                          () -> {
                            window.toFront();
                            link.ifPresent(window::openLink);
                          })));
    } catch (MooringException e) {
      LOG.warn("No socket", e);
      ui.execute(() -> window.tell(e.problem()));
    }
  }

  private static Problem mistake(Throwable mistake) {
    StringWriter trace = new StringWriter();
    mistake.printStackTrace(new PrintWriter(trace));
    return new Problem(
        Code.DEFECT,
        Messages.of("something-went-wrong-in-mooring"),
        mistake.getClass().getSimpleName()
            + (mistake.getMessage() == null ? "" : ": " + mistake.getMessage()),
        new Remedy.Advice(Messages.of("you-can-go-on-what-was")),
        trace.toString());
  }

  private boolean inTray() {
    Tray now = tray;
    return now != null && now.visible();
  }

  private void practise() {
    MooringWindow window = opened;
    if (window != null) {
      Settings.Appearance appearance = settings.settings().get().appearance();
      practice.open(s -> s.withAppearance(appearance), window::tell);
    }
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
}
