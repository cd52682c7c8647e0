package dev.mooring.desktop.registry.deploy;

import dev.mooring.deploy.Deployable;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.ProblemPane;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Problem;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// Asks which workload gets an image of the registry.
public final class DeployCard {
  private static final double WIDTH = 560;

  private final Deployments deployments;
  private final String name;
  private final Fetched<Deployments.Offer> offer;
  private final Surface surface;
  private final TargetList targets = new TargetList();
  private final VBox body = new VBox(12);
  private final VBox refusal = new VBox();
  private final Button next = Controls.primary(Messages.of("review"), this::review);

  private DeployCard(
      Deployments deployments, String name, Fetched<Deployments.Offer> offer, Surface surface) {
    this.deployments = deployments;
    this.name = name;
    this.offer = offer;
    this.surface = surface;
    body.setPrefWidth(WIDTH);
    body.setId("deploy-targets");
    next.setId("deploy-review");
    next.setDefaultButton(true);
    next.disableProperty().bind(Bindings.isNull(targets.chosen()));
    targets.onChoice(this::review);
    Controls.show(refusal, false);
  }

  /// @param name as people call the image: "ana/app:1"
  public static void open(
      Deployments deployments, String name, Fetched<Deployments.Offer> offer, Surface surface) {
    new DeployCard(deployments, name, offer, surface).open();
  }

  private void open() {
    Label title = Controls.text(Messages.of("deploy-image", name), Tokens.SECTION_TITLE);
    Button cancel = Controls.button(Messages.of("cancel"), surface::closeCard);
    body.getChildren().setAll(title, targets, refusal, Review.buttons(cancel, next));
    surface.open(body);
    offer
        .face()
        .subscribe(
            face -> {
              if (face instanceof Face.Full<Deployments.Offer> full) {
                targets.show(full.value().targets());
              } else if (face instanceof Face.Failed<Deployments.Offer> failed) {
                body.getChildren()
                    .setAll(
                        title, new ProblemPane(failed.problem(), surface), Review.buttons(cancel));
              }
            });
  }

  private void review() {
    Deployable chosen = targets.chosen().get();
    Deployments.Offer known = offer.value();
    if (chosen == null || known == null) {
      return;
    }
    targets.makeRoom(false);
    Controls.show(refusal, false);
    deployments
        .plan(chosen.target(), chosen.place().name(), known.image().name())
        .then(
            change -> {
              if (body.getScene() != null) {
                surface.closeCard();
                Review.open(
                    deployments,
                    change,
                    Messages.of("deploy-to", name, change.target().words()),
                    surface,
                    this::again);
              }
            },
            this::refuse);
  }

  private void again() {
    surface.open(body);
    targets.requestFocus();
  }

  private void refuse(Problem problem) {
    targets.makeRoom(true);
    refusal.getChildren().setAll(new ProblemPane(problem, surface));
    Controls.show(refusal, true);
  }
}
