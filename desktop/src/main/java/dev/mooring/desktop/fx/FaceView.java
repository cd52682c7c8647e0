package dev.mooring.desktop.fx;

import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Problem;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.animation.PauseTransition;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.beans.value.WeakChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// Shows one of the four faces: loading (bars, but only after a moment), empty, error, full.
public final class FaceView<T> extends StackPane {
  private static final Duration PATIENCE = Duration.millis(150);

  private final Surface surface;
  private final Runnable retry;
  private final Node full;
  private final Consumer<? super T> fill;
  private final Node empty;
  private final Predicate<? super T> isEmpty;
  private final ChangeListener<Face<T>> listener = (property, before, now) -> show(now);
  private final PauseTransition patience = new PauseTransition(PATIENCE);

  /// @param full stays the same node; `fill` puts values into it
  public FaceView(
      ObservableValue<Face<T>> face,
      Surface surface,
      Runnable retry,
      Node full,
      Consumer<? super T> fill,
      Predicate<? super T> isEmpty,
      Node empty) {
    this.surface = surface;
    this.retry = retry;
    this.full = full;
    this.fill = fill;
    this.empty = empty;
    this.isEmpty = isEmpty;
    patience.setOnFinished(event -> only(skeleton()));
    // Weakly: a pane that is out of sight is not filled for ever by a face that lives on.
    face.addListener(new WeakChangeListener<>(listener));
    show(face.getValue());
  }

  private void show(@Nullable Face<T> face) {
    patience.stop();
    switch (face) {
      case Face.Loading<T> loading -> {
        getChildren().clear();
        patience.playFromStart();
      }
      case Face.Failed<T> failed -> only(problem(failed.problem()));
      case Face.Full<T> value -> only(filled(value.value()));
      // What was empty then need not be empty now.
      case Face.Stale<T> stale when isEmpty.test(stale.value()) -> only(problem(stale.problem()));
      case Face.Stale<T> stale -> {
        Node old = filled(stale.value());
        VBox.setVgrow(old, Priority.ALWAYS);
        only(new VBox(Tokens.GAP, label(stale), old));
      }
      case null -> getChildren().clear();
    }
  }

  private Node filled(T value) {
    if (isEmpty.test(value)) {
      return empty;
    }
    fill.accept(value);
    return full;
  }

  private Node label(Face.Stale<T> stale) {
    Problem problem = stale.problem();
    AgeLabel words = new AgeLabel();
    words.setWrapText(true);
    words.setMinHeight(Region.USE_PREF_SIZE);
    words.show(
        () ->
            Messages.of(
                "read", Words.ago(stale.since(), Instant.now()), problem.what(), problem.why()));
    words.setTooltip(new Tooltip(ProblemPane.details(problem)));
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox strip =
        new HBox(
            Tokens.GAP,
            Controls.picture(Feather.ALERT_TRIANGLE, Tone.WARNING),
            words,
            Controls.button(Messages.of("retry"), retry));
    strip.getStyleClass().add(Tokens.STALE);
    return strip;
  }

  private Node problem(Problem problem) {
    ProblemPane pane =
        new ProblemPane(problem, surface, Controls.button(Messages.of("retry"), retry));
    pane.setMaxHeight(Region.USE_PREF_SIZE);
    StackPane.setAlignment(pane, Pos.TOP_LEFT);
    return pane;
  }

  private static Node skeleton() {
    VBox bars = new VBox(12);
    bars.setAccessibleText(Messages.of("loading"));
    bars.setFillWidth(false);
    for (int width : new int[] {240, 420, 360, 400}) {
      Region bar = new Region();
      bar.getStyleClass().add(Tokens.SKELETON);
      bar.setPrefWidth(width);
      bars.getChildren().add(bar);
    }
    return bars;
  }

  private void only(Node node) {
    getChildren().setAll(node);
  }
}
