package dev.mooring.desktop.debug;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.pod.ImageChangeWords;
import dev.mooring.desktop.registry.deploy.Review;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.ImageReference;
import dev.mooring.workload.PodContainer;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;

/// Asks for another image of a workload, then says what it restarts.
final class SetImageCard {
  private SetImageCard() {}

  /// @param suggested what stands in the field; the first container's image by default
  static void open(WorkloadsViewModel model, Workload workload, String suggested, Surface surface) {
    open(
        model,
        workload,
        workload.containers().stream()
            .filter(each -> !each.place().isInit())
            .filter(each -> !PodContainer.isSidecar(each.place().name()))
            .findFirst()
            .orElseGet(() -> workload.containers().getFirst()),
        suggested,
        surface);
  }

  private static void open(
      WorkloadsViewModel model,
      Workload workload,
      Workload.Part chosen,
      String suggested,
      Surface surface) {
    ComboBox<Workload.Part> container = new ComboBox<>();
    container.setId("set-image-container");
    container.getItems().setAll(workload.containers());
    container.setValue(chosen);
    TextField image = new TextField(suggested);
    // What somebody typed stays.
    container
        .valueProperty()
        .addListener(
            (p, before, now) -> {
              String text = image.getText();
              if (text.equals(suggested) || text.equals(before.image())) {
                image.setText(now.image());
              }
            });
    image.setId("set-image-name");
    Form form = new Form(Messages.of("set-image-of", workload.reference()));
    Button set = Controls.primary(Messages.of("set-image-2"), () -> {});
    set.setId("set-image-start");
    set.disableProperty().bind(image.textProperty().map(String::isBlank));
    set.setOnAction(
        event -> {
          String name = image.getText().strip();
          try {
            ImageReference.parse(name);
          } catch (MooringException e) {
            refuse(form, image, e.problem());
            return;
          }
          model
              .deployments()
              .plan(workload.target(), container.getValue().place().name(), name)
              .then(
                  change -> {
                    if (form.getScene() != null) {
                      surface.closeCard();
                      Review.open(
                          model.deployments(),
                          change,
                          ImageChangeWords.question(change),
                          surface,
                          () -> open(model, workload, container.getValue(), name, surface));
                    }
                  },
                  problem -> refuse(form, image, problem));
        });
    if (workload.containers().size() > 1) {
      form.field(Messages.of("container"), container, "");
    }
    form.field(Messages.of("image"), image, Messages.of("the-workload-restarts"))
        .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), set);
    form.setPrefWidth(480);
    surface.open(form);
    image.requestFocus();
    image.end();
  }

  private static void refuse(Form form, TextField image, Problem problem) {
    form.refuse(problem);
    image.pseudoClassStateChanged(Styles.STATE_DANGER, true);
    image.requestFocus();
  }
}
