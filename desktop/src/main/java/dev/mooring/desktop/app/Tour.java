package dev.mooring.desktop.app;

import dev.mooring.cluster.Kubeconfig;
import dev.mooring.desktop.control.SocketDirectory;
import dev.mooring.desktop.fx.FxThread;
import dev.mooring.desktop.shell.Place;
import dev.mooring.desktop.terminal.Commands;
import dev.mooring.desktop.terminal.Practice;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.settings.SettingsFile;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.stage.Stage;
import javafx.util.Duration;

/// What a start of each kind usually does, for a JVM that writes its start cache.
final class Tour {
  static final String WORD = "--tour";

  private static final int PLACE_MILLIS = 700;
  private static final int LIMIT_SECONDS = 60;

  /// Often enough that the profiles in the cache are worth something.
  private static final int ROUNDS = 5;

  /// No more than these: each further command makes all others carry its classes.
  private static final List<String[]> COMMANDS =
      List.of(
          new String[] {"forward", "ls"}, new String[] {"--version"}, new String[] {"settings"});

  private Tour() {}

  /// @return the exit code
  static int run(
      String kind,
      Kubeconfig kubeconfig,
      Workspaces workspaces,
      Supplier<SettingsFile> settings,
      SocketDirectory sockets,
      Practice practice) {
    try {
      if (kind.equals("window")) {
        visit(workspaces, settings.get());
        return 0;
      }
      int code = 0;
      for (int i = 0; i < ROUNDS; i++) {
        for (String[] words : COMMANDS) {
          code +=
              Commands.run(words, kubeconfig, workspaces, settings, sockets, practice, link -> 0);
        }
      }
      return Math.min(code, 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 130;
    }
  }

  private static void visit(Workspaces workspaces, SettingsFile settings)
      throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    FxThread ui = new FxThread();
    Platform.startup(
        () -> {
          Platform.setImplicitExit(false);
          MooringWindow window = MooringWindow.show(new Stage(), workspaces, settings, List::of);
          Timeline tour = new Timeline();
          Place[] places = Place.values();
          for (int i = 0; i < places.length; i++) {
            Place place = places[i];
            tour.getKeyFrames()
                .add(
                    new KeyFrame(
                        Duration.millis(PLACE_MILLIS * (i + 1.0)), event -> window.go(place)));
          }
          tour.getKeyFrames()
              .add(
                  new KeyFrame(
                      Duration.millis(PLACE_MILLIS * (places.length + 1.0)),
                      event ->
                          ui.later(
                              () -> {
                                window.stage().hide();
                                window.close();
                                done.countDown();
                              })));
          tour.play();
        });
    done.await(LIMIT_SECONDS, TimeUnit.SECONDS);
    Platform.exit();
  }
}
