package dev.mooring.desktop.registry.deploy;

import dev.mooring.deploy.ImageChange;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.pod.ImageChangeWords;
import dev.mooring.desktop.theme.Tokens;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// What a deployment would change, before it does; then how far it is. In one card.
public final class Review {
  private static final int SHORT = "sha256:".length() + 12;
  private static final double WIDTH = 560;

  private final Deployments deployments;
  private final Surface surface;
  private final VBox body = new VBox(12);

  private Review(Deployments deployments, Surface surface) {
    this.deployments = deployments;
    this.surface = surface;
    body.setPrefWidth(WIDTH);
    body.setId("deploy-card");
  }

  /// @param title what is asked
  /// @param back what Back does; the card is closed before
  public static void open(
      Deployments deployments, ImageChange change, String title, Surface surface, Runnable back) {
    Review review = new Review(deployments, surface);
    Button deploy = Controls.primary(Messages.of("deploy-2"), () -> review.follow(change, false));
    deploy.setId("deploy-start");
    deploy.setDefaultButton(true);
    List<Node> all = new ArrayList<>();
    all.add(Controls.text(title, Tokens.SECTION_TITLE));
    all.add(
        Controls.text(
            change.place().isInit()
                ? Messages.of("init-container-in", change.container(), change.target().namespace())
                : Messages.of("container-in", change.container(), change.target().namespace()),
            Tokens.SECONDARY));
    all.add(difference(change));
    all.add(Controls.text(ImageChangeWords.restarts(change)));
    ImageChangeWords.notes(change).forEach(each -> all.add(note(each)));
    all.add(
        buttons(
            Controls.button(Messages.of("cancel"), surface::closeCard),
            Controls.button(
                Messages.of("back"),
                () -> {
                  surface.closeCard();
                  back.run();
                }),
            deploy));
    review.body.getChildren().setAll(all);
    surface.open(review.body);
    deploy.requestFocus();
  }

  static Node difference(ImageChange change) {
    VBox lines =
        new VBox(
            4,
            image(Feather.MINUS, Tone.DANGER, change.before()),
            image(Feather.PLUS, Tone.SUCCESS, change.after()));
    lines.getStyleClass().add(Tokens.CODE);
    lines.setAccessibleText(ImageChangeWords.change(change));
    return lines;
  }

  private static Node image(Feather sign, Tone tone, String name) {
    Label text = Controls.text(brief(name), Tokens.MONO);
    text.setTooltip(new Tooltip(name));
    HBox line = new HBox(Tokens.GAP, Controls.picture(sign, tone), text);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  /// Twelve letters of a digest tell it from others.
  static String brief(String name) {
    int at = name.indexOf("@sha256:");
    return at >= 0 && name.length() > at + 1 + SHORT ? name.substring(0, at + 1 + SHORT) : name;
  }

  private static Node note(String words) {
    HBox line =
        new HBox(
            Tokens.GAP,
            Controls.picture(Feather.ALERT_TRIANGLE, Tone.WARNING),
            Controls.text(words));
    line.setAlignment(Pos.TOP_LEFT);
    return line;
  }

  static Node buttons(Button... all) {
    HBox line = new HBox(Tokens.GAP, all);
    line.setAlignment(Pos.CENTER_RIGHT);
    return line;
  }

  /// For who had closed it.
  private void reopen() {
    if (body.getScene() == null) {
      surface.open(body);
    }
  }

  /// @param back whether it puts a former image back
  private void follow(ImageChange change, boolean back) {
    Deployment deployment = deployments.start(change, back);
    RolloutFace face =
        new RolloutFace(
            deployment,
            back,
            surface,
            () -> {
              deployment.leave();
              reopen();
              follow(change.undo(), !back);
            });
    body.getChildren().setAll(face);
    face.focus();
  }
}
