package dev.mooring.desktop.app;

import dev.mooring.desktop.control.Moorings;
import dev.mooring.desktop.control.Request;
import dev.mooring.desktop.control.SocketDirectory;
import dev.mooring.desktop.control.WindowLock;
import dev.mooring.desktop.terminal.Commands;
import dev.mooring.desktop.terminal.Desktop;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.forward.ForwardLink;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.settings.SettingsFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Sees to it that a user has one window: the second start shows the first.
final class SingleWindow implements Desktop {
  /// A window that has just been started reaches its socket within this.
  private static final Duration STARTING = Duration.ofSeconds(15);

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final SocketDirectory sockets;
  private final Workspaces workspaces;
  private final Supplier<SettingsFile> settings;

  SingleWindow(SocketDirectory sockets, Workspaces workspaces, Supplier<SettingsFile> settings) {
    this.sockets = sockets;
    this.workspaces = workspaces;
    this.settings = settings;
  }

  @Override
  public int open(Optional<ForwardLink> link) {
    return run(link, false);
  }

  /// Starts without showing the window where there is a tray; does nothing where one runs.
  int tray() {
    return run(Optional.empty(), true);
  }

  private int run(Optional<ForwardLink> link, boolean hidden) {
    try {
      Optional<WindowLock> lock = WindowLock.take(sockets);
      if (lock.isPresent()) {
        try (WindowLock ignored = lock.get()) {
          return DesktopRun.run(workspaces, settings, DesktopStart.of(sockets, link, hidden));
        }
      }
      if (!hidden) {
        show(link);
      }
      return 0;
    } catch (MooringException e) {
      Commands.tell(e.problem());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 130;
    }
  }

  private void show(Optional<ForwardLink> link) throws InterruptedException {
    Moorings moorings = new Moorings(sockets);
    Request open = Request.open(link.map(ForwardLink::toString).orElse(""));
    long end = System.nanoTime() + STARTING.toNanos();
    Moorings.Found found = moorings.look();
    while (found.window().isEmpty() && System.nanoTime() < end) {
      raiseFirst(found.silent());
      Thread.sleep(PAUSE);
      found = moorings.look();
    }
    Moorings.Mooring window = found.window().orElseThrow(SingleWindow::unreachable);
    raiseFirst(moorings.ask(window, open).problems());
  }

  private static void raiseFirst(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw problems.getFirst().raise();
    }
  }

  private static MooringException unreachable() {
    return new Problem(
            Code.MOORING_SILENT,
            Messages.of("the-window-is-open-already-but"),
            Messages.of("another-mooring-of-yours-holds-it"),
            new Remedy.Advice(Messages.of("look-for-it-in-the-tray")))
        .raise();
  }
}
