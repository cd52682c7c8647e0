package dev.mooring.desktop.shell;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import java.io.File;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What a user without a cluster can do: practise, choose a kubeconfig, or read about it.
final class FirstStart extends VBox {
  private static final String HELP =
      "https://kubernetes.io/docs/tasks/access-application-cluster/"
          + "configure-access-multiple-clusters/";

  private final ShellViewModel model;
  private final Button practice;

  /// @param sentence what was found
  /// @param begin opens the practice cluster
  FirstStart(String sentence, ShellViewModel model, Surface surface, Runnable begin) {
    this.model = model;
    getStyleClass().add(Tokens.EMPTY);
    var title = Controls.label(Messages.of("connect-a-cluster"), Tokens.PAGE_TITLE);
    var words = Controls.text(sentence);
    words.setMaxWidth(460);
    words.setTextAlignment(javafx.scene.text.TextAlignment.CENTER);
    practice = Controls.primary(Messages.of("try-the-practice-cluster"), begin);
    practice.setId("first-practice");
    Button choose = Controls.button(Messages.of("choose-kubeconfig"), this::choose);
    choose.setId("first-choose");
    Button reload = Controls.button(Messages.of("reload-kubeconfig"), model::start);
    reload.setId("first-reload");
    HBox ways = new HBox(Tokens.GAP, practice, choose, reload);
    ways.setAlignment(javafx.geometry.Pos.CENTER);
    var explained = Controls.text(Messages.of("the-practice-cluster-runs-in"), Tokens.SECONDARY);
    explained.setMaxWidth(460);
    explained.setTextAlignment(javafx.scene.text.TextAlignment.CENTER);
    Button help =
        Controls.button(Messages.of("how-kubeconfig-files-work"), () -> surface.browse(HELP));
    help.setId("first-help");
    help.getStyleClass().addAll(Styles.FLAT, Styles.ACCENT);
    // The one next step is under Enter.
    sceneProperty()
        .addListener(
            (property, before, now) -> {
              if (now != null) {
                practice.requestFocus();
              }
            });
    getChildren().addAll(new FontIcon(Feather.COMPASS), title, words, ways, explained, help);
  }

  private void choose() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(Messages.of("choose-kubeconfig-title"));
    File chosen = chooser.showOpenDialog(getScene().getWindow());
    if (chosen != null) {
      model.use(chosen.toPath());
    }
  }
}
