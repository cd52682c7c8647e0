package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.options.StackOptions;
import javafx.scene.control.TextField;

/// What is installed: image, storage, namespace.
final class OptionsCard {
  private OptionsCard() {}

  static void open(StackViewModel model, Surface surface) {
    StackOptions now = model.options().get();
    TextField image = new TextField(now.registryImage());
    image.setId("option-image");
    TextField size = new TextField(now.storageSize());
    TextField storageClass = new TextField(now.storageClass());
    storageClass.setPromptText("the cluster's default");
    TextField namespace = new TextField(now.namespace());
    Form form =
        new Form("What to install")
            .field("Registry image", image, "Any reference that the nodes can pull or have")
            .field("Storage size", size, "A Kubernetes quantity such as 30Gi")
            .field("Storage class", storageClass, "")
            .field("Namespace", namespace, "");
    Runnable use =
        () -> {
          try {
            model.use(
                now.withNamespace(namespace.getText().strip())
                    .withRegistryImage(image.getText().strip())
                    .withStorageSize(size.getText().strip())
                    .withStorageClass(storageClass.getText().strip()));
            surface.closeCard();
          } catch (MooringException e) {
            form.refuse(e.problem());
          }
        };
    form.buttons(Controls.button("Cancel", surface::closeCard), Controls.primary("Use these", use));
    form.setPrefWidth(440);
    surface.open(form);
  }
}
