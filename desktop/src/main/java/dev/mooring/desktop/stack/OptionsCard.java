package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.LowScroll;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.options.EntranceMode;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;

/// What is installed: image, storage, namespace, and how nodes and laptops reach it.
final class OptionsCard {
  private static final double TALLEST = 700;

  /// Two protections side by side are read in full.
  private static final double WIDTH = 580;

  private OptionsCard() {}

  static void open(StackViewModel model, Surface surface) {
    StackOptions now = model.options().get();
    TextField image = new TextField(now.registryImage());
    image.setId("option-image");
    TextField imageRegistry = new TextField(now.imageRegistry());
    imageRegistry.setId("option-image-registry");
    imageRegistry.setPromptText(Messages.of("the-images-own-registry"));
    TextField size = new TextField(now.storageSize());
    TextField storageClass = new TextField(now.storageClass());
    storageClass.setPromptText(Messages.of("the-clusters-default"));
    TextField namespace = new TextField(now.namespace());
    TextField nodePort = new TextField(Integer.toString(now.nodePort()));
    nodePort.setId("option-node-port");
    ComboBox<Protection> protection =
        OptionWords.box(List.of(Protection.values()), OptionWords::protection);
    protection.setValue(now.protection());
    protection.setId("option-protection");
    ComboBox<EntranceMode> entrance =
        OptionWords.box(List.of(EntranceMode.values()), OptionWords::entrance);
    entrance.setValue(now.entrance());
    entrance.disableProperty().bind(protection.valueProperty().isNotEqualTo(Protection.MESH));
    entrance.setId("option-entrance");
    TextField sources = new TextField(String.join(", ", now.nodeSources()));
    sources.setId("option-sources");
    sources.setPromptText(Messages.of("any"));
    TextField cache = new TextField(now.additions().pullThrough());
    cache.setId("option-pull-through");
    cache.setPromptText(Messages.of("no-cache"));
    TextField archives = new TextField(now.additions().archives());
    archives.setId("option-archives");
    archives.setPromptText(Messages.of("no-archives"));
    CheckBox login = new CheckBox(Messages.of("use-the-docker-login"));
    login.setId("option-pull-through-login");
    login.setSelected(model.login().get());
    login.disableProperty().bind(cache.textProperty().map(String::isBlank));
    Form fields =
        new Form()
            .field(Messages.of("registry-image"), image, Messages.of("registry-image-help"))
            .field(Messages.of("image-registry"), imageRegistry, Messages.of("image-registry-help"))
            .fields(Messages.of("storage-size"), size, Messages.of("storage-class"), storageClass)
            .field(Messages.of("archives"), archives, Messages.of("archives-help"))
            .fields(Messages.of("namespace"), namespace, Messages.of("port-on-each-node"), nodePort)
            .fields(
                Messages.of("protection"), protection, Messages.of("laptop-access-label"), entrance)
            .field(Messages.of("sources"), sources, Messages.of("sources-help"))
            .field(Messages.of("pull-through"), cache, Messages.of("pull-through-help"))
            .add(login)
            .add(Controls.text(Messages.of("use-the-docker-login-help"), Tokens.SECONDARY));
    // Room for the ring around what has the focus.
    fields.setPadding(new Insets(2));
    Form form =
        new Form(StackJobs.about(now, Messages.of("what-to-install")))
            .add(new LowScroll(fields, 160, TALLEST));
    Runnable use =
        () -> {
          try {
            model.use(
                now.withNamespace(namespace.getText().strip())
                    .withRegistryImage(image.getText().strip())
                    .withImageRegistry(imageRegistry.getText().strip())
                    .withStorageSize(size.getText().strip())
                    .withStorageClass(storageClass.getText().strip())
                    .withNodePort(port(nodePort.getText().strip()))
                    .withProtection(protection.getValue())
                    .withEntrance(entrance.getValue())
                    .withAdditions(
                        now.additions()
                            .withPullThrough(cache.getText().strip())
                            .withArchives(archives.getText().strip()))
                    .withNodeSources(OptionWords.hosts(sources.getText())),
                login.isSelected());
            surface.closeCard();
          } catch (MooringException e) {
            form.refuse(e.problem());
          }
        };
    form.buttons(
        Controls.button(Messages.of("cancel"), surface::closeCard),
        Controls.primary(Messages.of("save"), use));
    form.setPrefWidth(WIDTH);
    surface.open(form);
  }

  /// What is no number is no port either, and refused as one.
  private static int port(String text) {
    return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
  }
}
