package dev.mooring.desktop.app;

import dev.mooring.desktop.control.SocketDirectory;
import dev.mooring.desktop.fx.FxThread;
import dev.mooring.desktop.shell.Place;
import dev.mooring.desktop.terminal.Commands;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.platform.Directories;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.problem.MooringException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.stage.Stage;
import javafx.util.Duration;

/// One run over the main paths, so that the launcher's start-up cache knows their classes.
final class Training {
  private static final int PLACE_MILLIS = 700;
  private static final int LIMIT_SECONDS = 60;

  /// What is asked first and most, often enough to be compiled at once.
  private static final String[] COMMAND = {"doctor"};

  private static final int ROUNDS = 5;

  private Training() {}

  /// @return the exit code
  static int run(PracticeRun practice) {
    try {
      practice.walk(line -> {});
      try (PracticeCluster cluster = PracticeCluster.start()) {
        for (int i = 0; i < ROUNDS; i++) {
          PracticeRun.with(
              cluster,
              (kubeconfig, workspaces, settings) ->
                  Commands.run(
                      COMMAND,
                      kubeconfig,
                      workspaces,
                      () -> settings,
                      SocketDirectory.at(Directories.ofUser().runtime()),
                      practice,
                      link -> 0));
        }
        PracticeRun.with(
            cluster, (kubeconfig, workspaces, settings) -> visit(workspaces, settings));
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

  private static void visit(Workspaces workspaces, dev.mooring.settings.SettingsFile settings)
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
