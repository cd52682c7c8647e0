package dev.mooring.desktop.registry;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.EmptyPane;
import dev.mooring.desktop.fx.ProblemPane;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.registry.source.Source;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;

/// A registry whose images cannot be seen before it is connected: Connect, or why that failed and
/// the ways on.
final class UnconnectedPane extends StackPane {
  private final Node connect;

  /// @param connect the source in view
  UnconnectedPane(ObservableValue<Source> source, Action connect, Surface surface) {
    this.connect =
        new EmptyPane(
            Feather.LAYERS,
            Messages.of("connect-to-see-images"),
            Actions.button(connect, Styles.ACCENT));
    source
        .flatMap(Source::failure)
        .subscribe(
            failure ->
                getChildren()
                    .setAll(
                        failure
                            .map(each -> failed(source.getValue(), each, surface))
                            .orElse(this.connect)));
  }

  private static Node failed(Source source, Problem problem, Surface surface) {
    ProblemPane pane = new ProblemPane(problem, surface, ways(source, problem.remedy()));
    pane.setMaxHeight(Region.USE_PREF_SIZE);
    setAlignment(pane, Pos.TOP_LEFT);
    return pane;
  }

  /// A taken port offers the free one, which is kept for the next time.
  private static Button[] ways(Source source, Remedy remedy) {
    Button retry = Controls.button(Messages.of("retry"), source::connect);
    if (remedy instanceof Remedy.Setting setting
        && setting.key().equals("--port")
        && !setting.value().isEmpty()) {
      int port = Integer.parseInt(setting.value());
      return new Button[] {
        Controls.button(Messages.of("use-port", port), () -> source.connect(port)), retry
      };
    }
    return new Button[] {retry};
  }
}
