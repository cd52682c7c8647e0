package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.forward.Target;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Kind, namespace, name and port of a target, with what the cluster has to offer.
final class TargetFields extends VBox {
  private static final int MOST_SUGGESTIONS = 3;

  private final TargetsViewModel model;
  private final ComboBox<String> kind = new ComboBox<>();
  private final ComboBox<String> namespace = new ComboBox<>();
  private final ComboBox<String> name = new ComboBox<>();
  private final ComboBox<String> port = new ComboBox<>();
  private final FlowPane suggestions = new FlowPane(Tokens.GAP, 0);
  private Subscription cluster = Subscription.EMPTY;

  /// What the form was filled in with; ports stay as it says, whatever the cluster offers.
  private @Nullable Target given;

  TargetFields(TargetsViewModel model) {
    super(12);
    this.model = model;
    kind.getItems().setAll(Targets.KINDS);
    kind.setValue(Targets.KINDS.getFirst());
    kind.setId("forward-kind");
    Controls.takesText(namespace);
    write(namespace, model.defaultNamespace());
    namespace.setId("forward-namespace");
    name.setId("forward-target");
    Controls.takesText(name);
    port.setId("forward-port");
    Controls.takesText(port);
    Controls.portOrName(port.getEditor());
    Controls.show(suggestions, false);
    Form form =
        new Form()
            .fields(Messages.of("kind"), kind, Messages.of("namespace"), namespace)
            .field(Messages.of("target-name"), name, "");
    Label label = label(form);
    kind.valueProperty().subscribe(now -> label.setText(label(now)));
    getChildren().addAll(form, suggestions);
  }

  /// The label of the name says what is named.
  private Label label(Form form) {
    VBox field = (VBox) form.getChildren().getLast();
    return (Label) field.getChildren().getFirst();
  }

  private String label(String kind) {
    String words = Targets.LABELS.equals(kind) ? Messages.of("label-selector") : kind;
    name.setAccessibleText(words);
    return words;
  }

  /// Reads what the cluster has, and follows what is typed, until [#close].
  void open() {
    cluster =
        Subscription.combine(
            kind.valueProperty().subscribe((before, now) -> readOthers()),
            namespace.valueProperty().subscribe((before, now) -> readOthers()),
            name.getEditor().textProperty().subscribe((before, now) -> chosen(now)),
            model.namespaces().face().subscribe(now -> showNamespaces()),
            model.choices().face().subscribe(this::showChoices));
    model.readNamespaces();
    read();
  }

  void close() {
    cluster.unsubscribe();
    cluster = Subscription.EMPTY;
  }

  ComboBox<String> port() {
    return port;
  }

  ComboBox<String> namespace() {
    return namespace;
  }

  ComboBox<String> name() {
    return name;
  }

  void show(Target target) {
    given = target;
    kind.setValue(Targets.kind(target));
    if (!target.namespace().isEmpty()) {
      write(namespace, target.namespace());
    }
    write(name, target.name());
    write(port, target.port());
  }

  /// @throws dev.mooring.problem.MooringException when labels make no sense
  Target target() {
    return Targets.target(kind.getValue(), text(namespace), text(name), text(port));
  }

  List<String> values() {
    return List.of(String.valueOf(kind.getValue()), text(namespace), text(name), text(port));
  }

  private void showNamespaces() {
    List<String> all = model.namespaces().value();
    if (all != null) {
      namespace.getItems().setAll(all);
    }
  }

  private void readOthers() {
    name.getItems().clear();
    name.getEditor().clear();
    read();
  }

  private void read() {
    boolean labels = Targets.LABELS.equals(kind.getValue());
    name.setPromptText(labels ? "app=api" : "");
    if (labels) {
      model.choices().clear();
    } else {
      model.readChoices(kind.getValue(), text(namespace));
    }
  }

  private void showChoices(@Nullable Face<List<TargetsViewModel.Choice>> face) {
    switch (face) {
      case Face.Full<List<TargetsViewModel.Choice>> full -> {
        List<String> names = full.value().stream().map(TargetsViewModel.Choice::name).toList();
        name.getItems().setAll(names);
        name.setPromptText(
            names.isEmpty() ? Messages.of("target-none") : Messages.of("target-choose"));
        // Who types faster than the cluster answers gets the ports all the same.
        if (!text(name).isEmpty()) {
          chosen(text(name));
        }
      }
      case Face.Stale<List<TargetsViewModel.Choice>> stale -> {}
      case Face.Failed<List<TargetsViewModel.Choice>> failed ->
          name.setPromptText(failed.problem().why());
      case Face.Loading<List<TargetsViewModel.Choice>> l -> {
        if (!Targets.LABELS.equals(kind.getValue())) {
          name.setPromptText(Messages.of("target-reading"));
        }
      }
      case null -> {}
    }
  }

  private void chosen(String typed) {
    List<String> ports =
        choices().stream()
            .filter(choice -> choice.name().equals(typed))
            .findFirst()
            .map(TargetsViewModel.Choice::ports)
            .orElse(List.of());
    boolean same = given != null && typed.equals(given.name());
    String before = text(port);
    port.getItems().setAll(ports);
    if (same) {
      write(port, before);
    } else if (!ports.isEmpty()) {
      port.setValue(ports.getFirst());
    }
    suggest(typed.strip().toLowerCase(Locale.ROOT));
  }

  /// Names that hold what is typed, as long as it is none itself.
  private void suggest(String typed) {
    List<String> names = choices().stream().map(TargetsViewModel.Choice::name).toList();
    List<String> near =
        typed.isEmpty() || names.contains(typed)
            ? List.of()
            : names.stream().filter(each -> each.contains(typed)).limit(MOST_SUGGESTIONS).toList();
    suggestions.getChildren().setAll(near.stream().map(this::suggestion).toList());
    Controls.show(suggestions, !near.isEmpty());
  }

  private Hyperlink suggestion(String near) {
    Hyperlink link = new Hyperlink(near);
    link.setId("suggested-" + near);
    link.setMnemonicParsing(false);
    link.setAccessibleText(Messages.of("target-use", near));
    link.setOnAction(
        event -> {
          write(name, near);
          name.requestFocus();
        });
    return link;
  }

  private List<TargetsViewModel.Choice> choices() {
    return Optional.ofNullable(model.choices().value()).orElse(List.of());
  }

  /// The editor takes over a value only when it is drawn; what is read before needs it at once.
  static void write(ComboBox<String> box, String text) {
    box.setValue(text);
    box.getEditor().setText(text);
  }

  static String text(ComboBox<String> box) {
    String typed = box.isEditable() ? box.getEditor().getText() : box.getValue();
    return typed == null ? "" : typed.strip();
  }
}
