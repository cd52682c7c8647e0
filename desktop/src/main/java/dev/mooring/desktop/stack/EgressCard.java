package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.options.StackOptions;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;

/// The hosts that builders reach, with commas. Without one they reach all.
final class EgressCard {
  private EgressCard() {}

  static void open(StackViewModel model, Surface surface) {
    StackOptions now = model.currentOptions();
    TextField hosts = new TextField(String.join(", ", now.additions().egress()));
    hosts.setId("egress-hosts");
    hosts.setPromptText(Messages.of("egress-everywhere"));
    Form form =
        new Form(StackJobs.about(now, Messages.of("egress-title")))
            .field(Messages.of("egress"), hosts, Messages.of("egress-hosts-help"));
    Button save =
        Controls.primary(
            Messages.of("save"),
            () -> {
              try {
                model.use(
                    now.withAdditions(
                        now.additions().withEgress(OptionWords.hosts(hosts.getText()))));
                surface.closeCard();
              } catch (MooringException e) {
                form.refuse(e.problem());
              }
            });
    save.setId("egress-save");
    form.buttons(Controls.button(Messages.of("cancel"), surface::closeCard), save);
    form.setPrefWidth(520);
    surface.open(form);
  }
}
