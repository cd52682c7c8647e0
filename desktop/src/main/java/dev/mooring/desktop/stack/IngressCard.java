package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.StackOptions;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;

/// The way in from outside the cluster: its host, whose tokens, and what carries it. Without a host
/// there is none.
final class IngressCard {
  private IngressCard() {}

  static void open(StackViewModel model, Surface surface) {
    StackOptions now = model.currentOptions();
    Ingress there = now.additions().ingress();
    TextField host = field("ingress-host", there.host(), "registry.example.com");
    TextField issuer = field("ingress-issuer", there.issuer(), "https://token.example.com");
    TextArea keys = Controls.tabLeaves(new TextArea(there.keys()));
    keys.setId("ingress-keys");
    keys.setPromptText("https://token.example.com/jwks");
    keys.setPrefRowCount(3);
    keys.setWrapText(true);
    TextField audience = field("ingress-audience", there.audience(), Messages.of("the-host"));
    TextField through =
        field("ingress-through", there.through(), Messages.of("the-only-suitable-one"));
    TextField secret = field("ingress-secret", there.tlsSecret(), "");
    TextField authority = field("ingress-certificate-issuer", there.certificateIssuer(), "");
    Form form =
        new Form(StackJobs.about(now, Messages.of("ingress")))
            .field(Messages.of("ingress-host"), host, Messages.of("ingress-host-help"))
            .fields(Messages.of("token-issuer"), issuer, Messages.of("token-audience"), audience)
            .field(Messages.of("token-keys"), keys, Messages.of("token-keys-help"))
            .field(Messages.of("served-by"), through, Messages.of("served-by-help"))
            .fields(
                Messages.of("tls-secret"), secret, Messages.of("certificate-issuer"), authority);
    Button save =
        Controls.primary(
            Messages.of("save"),
            () -> {
              try {
                Ingress next =
                    new Ingress(
                        host.getText().strip(),
                        issuer.getText().strip(),
                        keys.getText(),
                        audience.getText().strip(),
                        through.getText().strip(),
                        secret.getText().strip(),
                        authority.getText().strip());
                Additions additions = now.additions().withIngress(next);
                additions.demandFit(now.protection());
                model.use(now.withAdditions(additions));
                surface.closeCard();
              } catch (MooringException e) {
                form.refuse(e.problem());
              }
            });
    save.setId("ingress-save");
    form.buttons(Controls.button(Messages.of("cancel"), surface::closeCard), save);
    form.setPrefWidth(520);
    surface.open(form);
  }

  private static TextField field(String id, String text, String prompt) {
    TextField field = new TextField(text);
    field.setId(id);
    field.setPromptText(prompt);
    return field;
  }
}
