package dev.mooring.desktop.fx;

import dev.mooring.desktop.theme.Tokens;
import dev.mooring.job.Progress;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// How far a long read is, with Cancel; why it ended; or what it gave.
public final class LongReadView<T> extends StackPane {
  private static final Duration PATIENCE = Duration.millis(150);

  private final Surface surface;
  private final Runnable again;
  private final Words words;
  private final Node idle;
  private final Node full;
  private final Consumer<? super T> fill;
  private final Label far = Controls.label("", Tokens.SECONDARY);
  private final ProgressBar bar = new ProgressBar();
  private final VBox running;
  private final PauseTransition patience = new PauseTransition(PATIENCE);
  private final ChangeListener<LongRead.State<T>> listener = (p, before, now) -> show(now);

  /// @param running "Comparing the images"
  /// @param stopped "The comparison was stopped."
  /// @param again "Compare again"
  /// @param id of its Cancel, and before "-again" of the button that starts it once more
  public record Words(String running, String stopped, String again, String id) {}

  /// @param idle before it is begun
  /// @param full stays the same node; `fill` puts values into it
  public LongReadView(
      LongRead<T> read,
      Surface surface,
      Words words,
      Runnable again,
      Node idle,
      Node full,
      Consumer<? super T> fill) {
    this.surface = surface;
    this.words = words;
    this.again = again;
    this.idle = idle;
    this.full = full;
    this.fill = fill;
    Button cancel = Controls.button(Messages.of("cancel"), read::stop);
    cancel.setId(words.id());
    bar.setAccessibleText(words.running());
    bar.setMaxWidth(240);
    HBox.setHgrow(bar, Priority.ALWAYS);
    HBox line = new HBox(Tokens.GAP, bar, far);
    line.setAlignment(Pos.CENTER_LEFT);
    this.running = new VBox(Tokens.GAP, Controls.text(words.running()), line, cancel);
    running.setMaxHeight(Region.USE_PREF_SIZE);
    setAlignment(Pos.TOP_LEFT);
    patience.setOnFinished(event -> getChildren().setAll(running));
    read.state().addListener(new WeakChangeListener<>(listener));
    show(read.state().get());
  }

  private void show(LongRead.State<T> now) {
    if (!(now instanceof LongRead.State.Running<T>)) {
      patience.stop();
    }
    switch (now) {
      case LongRead.State.NotBegun<T> none -> getChildren().setAll(idle);
      case LongRead.State.Running<T> state -> far(state);
      case LongRead.State.Stopped<T> stopped -> getChildren().setAll(stopped());
      case LongRead.State.Failed<T> failed -> getChildren().setAll(failed(failed));
      case LongRead.State.Complete<T> complete -> {
        // In the scene first: what fills it may move the focus.
        getChildren().setAll(full);
        fill.accept(complete.value());
      }
    }
  }

  private void far(LongRead.State.Running<T> state) {
    bar.setProgress(
        state.total() == 0
            ? ProgressBar.INDETERMINATE_PROGRESS
            : (double) state.done() / state.total());
    far.setText(
        state.total() == 0
            ? ""
            : state.unit() == Progress.Unit.BYTES
                ? Messages.of(
                    "of",
                    dev.mooring.desktop.fx.Words.size(state.done()),
                    dev.mooring.desktop.fx.Words.size(state.total()))
                : Messages.of("of", state.done(), state.total()));
    if (!getChildren().contains(running) && state.total() == 0) {
      // What is there by then needs no bar.
      getChildren().clear();
      patience.playFromStart();
    } else if (!getChildren().contains(running)) {
      patience.stop();
      getChildren().setAll(running);
    }
  }

  private Node stopped() {
    Button start = Controls.button(words.again(), again);
    start.setId(words.id() + "-again");
    VBox box = new VBox(Tokens.GAP, Controls.text(words.stopped(), Tokens.SECONDARY), start);
    box.setMaxHeight(Region.USE_PREF_SIZE);
    return box;
  }

  private Node failed(LongRead.State.Failed<T> failed) {
    Button retry = Controls.button(Messages.of("retry"), again);
    retry.setId(words.id() + "-again");
    ProblemPane pane = new ProblemPane(failed.problem(), surface, retry);
    pane.setMaxHeight(Region.USE_PREF_SIZE);
    return pane;
  }
}
