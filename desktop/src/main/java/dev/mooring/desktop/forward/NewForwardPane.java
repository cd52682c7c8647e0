package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.Form;
import dev.mooring.forward.ForwardSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import org.jspecify.annotations.Nullable;

/// Asks what to forward: everything that can be guessed is.
final class NewForwardPane extends BorderPane {
  private final ForwardsViewModel model;
  private final ComboBox<String> kind = new ComboBox<>();
  private final ComboBox<String> namespace = new ComboBox<>();
  private final ComboBox<String> target = new ComboBox<>();
  private final ComboBox<String> port = new ComboBox<>();
  private final TextField local = new TextField();
  private final TextField name = new TextField();
  private boolean ownName;

  NewForwardPane(ForwardsViewModel model, Consumer<ForwardSpec> start, Runnable cancel) {
    this.model = model;
    kind.getItems().setAll(Targets.KINDS);
    kind.setValue("Service");
    kind.setId("forward-kind");
    namespace.setValue(model.defaultNamespace());
    namespace.setEditable(true);
    // The editor takes over the value only when it is drawn; the first choices are read before.
    namespace.getEditor().setText(model.defaultNamespace());
    namespace.setId("forward-namespace");
    target.setId("forward-target");
    target.setEditable(true);
    port.setId("forward-port");
    port.setEditable(true);
    local.setId("forward-local");
    Controls.portOnly(local);
    name.setId("forward-name");
    Button make = Controls.primary("Start forward", () -> start.accept(spec()));
    make.setId("forward-start");
    make.disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> blank(target) || blank(port) || name.getText().isBlank(),
                target.getEditor().textProperty(),
                port.getEditor().textProperty(),
                name.textProperty()));
    Form form =
        new Form("New forward")
            .field("Kind", kind, "")
            .field("Namespace", namespace, "")
            .field("Name in the cluster", target, "")
            .field("Port", port, "")
            .field("Local port", local, "Empty for any free one")
            .field("Call it", name, "")
            .buttons(Controls.button("Cancel", cancel), make);
    ScrollPane scroll = new ScrollPane(form);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("scroll-page");
    setCenter(scroll);

    kind.valueProperty().addListener((p, before, now) -> readChoices());
    namespace.valueProperty().addListener((p, before, now) -> readChoices());
    target.getEditor().textProperty().addListener((p, before, now) -> targetChosen(now));
    port.getEditor().textProperty().addListener((p, before, now) -> portChosen(now));
    name.setOnKeyTyped(event -> ownName = true);
    model.namespaces().onValue(all -> namespace.getItems().setAll(all));
    model.choices().face().addListener((p, before, now) -> showChoices(now));
    model.readNamespaces();
    readChoices();
  }

  /// Puts the focus where typing starts.
  void begin() {
    // What a scroll pane holds is in the scene only once it has its skin.
    applyCss();
    layout();
    target.requestFocus();
  }

  private ForwardSpec spec() {
    String localText = local.getText();
    int localPort = localText.isEmpty() ? 0 : Math.min(65_535, Integer.parseInt(localText));
    return ForwardSpec.of(
        name.getText().strip(),
        Targets.target(kind.getValue(), text(namespace), text(target), text(port)),
        localPort);
  }

  private void readChoices() {
    target.getItems().clear();
    target.getEditor().clear();
    model.readChoices(kind.getValue(), text(namespace));
  }

  private void showChoices(@Nullable Face<List<ForwardsViewModel.Choice>> face) {
    switch (face) {
      case Face.Full<List<ForwardsViewModel.Choice>> full -> {
        List<String> names = full.value().stream().map(ForwardsViewModel.Choice::name).toList();
        target.getItems().setAll(names);
        target.setPromptText(names.isEmpty() ? "none in this namespace" : "choose or type a name");
        // Who types faster than the cluster answers gets the ports all the same.
        if (!text(target).isEmpty()) {
          targetChosen(text(target));
        }
      }
      case Face.Stale<List<ForwardsViewModel.Choice>> stale -> {}
      case Face.Failed<List<ForwardsViewModel.Choice>> failed ->
          target.setPromptText(failed.problem().why());
      case Face.Loading<List<ForwardsViewModel.Choice>> l -> target.setPromptText("reading");
      case null -> {}
    }
  }

  private void targetChosen(String chosen) {
    List<String> ports =
        Optional.ofNullable(model.choices().value()).orElse(List.of()).stream()
            .filter(choice -> choice.name().equals(chosen))
            .findFirst()
            .map(ForwardsViewModel.Choice::ports)
            .orElse(List.of());
    port.getItems().setAll(ports);
    if (!ports.isEmpty()) {
      port.setValue(ports.getFirst());
    }
    if (!ownName) {
      name.setText(chosen);
    }
  }

  private void portChosen(String chosen) {
    if (chosen.matches("\\d{1,5}")) {
      model.offerPort(
          Integer.parseInt(chosen),
          free -> {
            if (chosen.equals(port.getEditor().getText()) && free > 0) {
              local.setText(String.valueOf(free));
            }
          });
    }
  }

  private static boolean blank(ComboBox<String> box) {
    return text(box).isBlank();
  }

  private static String text(ComboBox<String> box) {
    String typed = box.isEditable() ? box.getEditor().getText() : box.getValue();
    return typed == null ? "" : typed.strip();
  }
}
