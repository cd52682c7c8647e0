package dev.mooring.desktop.app;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// The practice cluster in a second window of this process. At most one; used on the FX thread.
final class PracticeBeside implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Ui ui;
  private volatile @Nullable Thread running;
  private volatile CountDownLatch end = new CountDownLatch(0);
  private @Nullable Stage stage;

  PracticeBeside(Ui ui) {
    this.ui = ui;
  }

  /// Opens the window, or brings it to the front.
  ///
  /// @param like what its settings take over
  /// @param failed told on the FX thread
  void open(UnaryOperator<Settings> like, Consumer<Problem> failed) {
    Thread there = running;
    if (there != null && there.isAlive()) {
      Stage shown = stage;
      if (shown != null) {
        shown.toFront();
      }
      return;
    }
    CountDownLatch closed = new CountDownLatch(1);
    end = closed;
    running = Thread.ofVirtual().name("practice").start(() -> run(closed, like, failed));
  }

  private void run(CountDownLatch closed, UnaryOperator<Settings> like, Consumer<Problem> failed) {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      cluster.runHello("default");
      PracticeRun.with(
          cluster,
          (kubeconfig, workspaces, settings) -> {
            settings.update(like);
            ui.execute(
                () -> {
                  Stage own = new Stage();
                  MooringWindow window = MooringWindow.show(own, workspaces, settings, List::of);
                  own.setTitle(Messages.of("mooring-practice"));
                  own.setOnHidden(
                      event -> {
                        window.close();
                        stage = null;
                        closed.countDown();
                      });
                  stage = own;
                });
            closed.await();
          });
    } catch (MooringException e) {
      ui.execute(() -> failed.accept(e.problem()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends it and waits until its files are gone.
  @Override
  public void close() {
    end.countDown();
    Thread there = running;
    if (there != null) {
      try {
        there.join(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
