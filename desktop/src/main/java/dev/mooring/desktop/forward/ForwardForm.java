package dev.mooring.desktop.forward;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.forward.ForwardLink;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Asks what to forward: everything that can be guessed is. Also changes a forward.
final class ForwardForm extends BorderPane {
  private final ForwardsViewModel model;
  private final @Nullable ForwardSpec changed;
  private final Runnable close;
  private final Form form;
  private final ComboBox<String> kind = new ComboBox<>();
  private final ComboBox<String> namespace = new ComboBox<>();
  private final ComboBox<String> target = new ComboBox<>();
  private final ComboBox<String> port = new ComboBox<>();
  private final TextField local = new TextField();
  private final TextField name = new TextField();
  private final ComboBox<String> group = new ComboBox<>();
  private final ForwardOptions options;
  private boolean ownName;
  private boolean localGiven;

  /// What the form was filled in with; ports stay as it says, whatever the cluster offers.
  private @Nullable Target given;

  /// @param changed null for a new one
  ForwardForm(
      ForwardsViewModel model,
      Surface surface,
      List<String> groups,
      @Nullable ForwardSpec changed,
      Runnable close) {
    this.model = model;
    this.changed = changed;
    this.close = close;
    this.options = new ForwardOptions(surface);
    this.form =
        new Form(
            changed == null ? Messages.of("new-forward") : Messages.of("edit-2", changed.name()));
    kind.getItems().setAll(Targets.KINDS);
    kind.setValue(Messages.of("service"));
    kind.setId("forward-kind");
    namespace.setEditable(true);
    write(namespace, model.defaultNamespace());
    namespace.setId("forward-namespace");
    target.setId("forward-target");
    target.setEditable(true);
    port.setId("forward-port");
    port.setEditable(true);
    local.setId("forward-local");
    Controls.portOnly(local);
    name.setId("forward-name");
    group.setId("forward-group");
    group.setEditable(true);
    group.getItems().setAll(groups);
    if (changed != null) {
      given = changed.target();
      show(changed);
    }
    form.fields(Messages.of("kind"), kind, Messages.of("namespace"), namespace)
        .field("Name in the cluster", target, "")
        .fields(Messages.of("port"), port, Messages.of("local-port"), local)
        .fields(Messages.of("call-it"), name, Messages.of("group"), group);
    local.setPromptText(Messages.of("any-free-one"));
    group.setPromptText("none");
    group.setTooltip(new Tooltip(Messages.of("forwards-of-a-group-are-started")));
    addOptions();
    addButtons();
    ScrollPane scroll = new ScrollPane(form);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("scroll-page");
    setCenter(scroll);

    kind.valueProperty().addListener((p, before, now) -> readOtherChoices());
    namespace.valueProperty().addListener((p, before, now) -> readOtherChoices());
    target.getEditor().textProperty().addListener((p, before, now) -> targetChosen(now));
    port.getEditor().textProperty().addListener((p, before, now) -> portChosen(now));
    name.setOnKeyTyped(event -> ownName = true);
    model.namespaces().onValue(all -> namespace.getItems().setAll(all));
    model.choices().face().addListener((p, before, now) -> showChoices(now));
    model.readNamespaces();
    readChoices();
  }

  private void show(ForwardSpec spec) {
    ownName = true;
    kind.setValue(Targets.kind(spec.target()));
    write(namespace, spec.target().namespace());
    write(target, spec.target().name());
    write(port, spec.target().port());
    local.setText(spec.local().port() == 0 ? "" : String.valueOf(spec.local().port()));
    name.setText(spec.name());
    write(group, spec.group());
    options.show(spec);
  }

  /// Fills in what a link asks for.
  void propose(ForwardLink link) {
    Target to = link.target();
    kind.setValue(Targets.kind(to));
    if (!to.namespace().isEmpty()) {
      write(namespace, to.namespace());
    }
    given = to;
    write(target, to.name());
    write(port, to.port());
    if (link.localPort() != 0) {
      local.setText(String.valueOf(link.localPort()));
      localGiven = true;
    }
  }

  private void addOptions() {
    FontIcon arrow = new FontIcon(Feather.CHEVRON_RIGHT);
    Button more = new Button(Messages.of("more-options"), arrow);
    more.setId("forward-more");
    more.getStyleClass().add(Styles.FLAT);
    more.setOnAction(
        event -> {
          Controls.show(options, !options.isVisible());
          arrow.setIconCode(options.isVisible() ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT);
          more.setText(
              options.isVisible() ? Messages.of("fewer-options") : Messages.of("more-options"));
        });
    Controls.show(options, false);
    if (changed != null
        && !options
            .on(ForwardSpec.of("", changed.target(), 0))
            .equals(ForwardSpec.of("", changed.target(), 0))) {
      more.fire();
    }
    form.add(more).add(options);
  }

  private void addButtons() {
    Button cancel = Controls.button(Messages.of("cancel"), close);
    if (changed == null) {
      Button keep =
          Controls.button(Messages.of("save"), () -> done(spec -> model.jobs().save(spec)));
      keep.setId("forward-save");
      keep.setTooltip(new Tooltip(Messages.of("writes-it-down-without-starting-it")));
      Button make =
          Controls.primary(
              Messages.of("start-forward"), () -> done(spec -> model.jobs().start(List.of(spec))));
      make.setId("forward-start");
      incomplete(keep);
      incomplete(make);
      setBottom(form.footer(cancel, keep, make));
    } else {
      Button save =
          Controls.primary(
              Messages.of("save"), () -> done(spec -> model.jobs().change(changed.name(), spec)));
      save.setId("forward-save");
      incomplete(save);
      if (model.runs(changed.name())) {
        form.add(
            Controls.text(Messages.of("it-runs-saving-restarts-it-connections"), Tokens.SECONDARY));
      }
      setBottom(form.footer(cancel, save));
    }
  }

  private void incomplete(Button button) {
    button
        .disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> blank(target) || blank(port) || name.getText().isBlank(),
                target.getEditor().textProperty(),
                port.getEditor().textProperty(),
                name.textProperty()));
  }

  private void done(Consumer<ForwardSpec> then) {
    ForwardSpec spec;
    try {
      spec = spec();
    } catch (MooringException e) {
      form.refuse(e.problem());
      return;
    }
    then.accept(spec);
    close.run();
  }

  /// Puts the focus where typing starts.
  void begin() {
    // What a scroll pane holds is in the scene only once it has its skin.
    applyCss();
    layout();
    target.requestFocus();
  }

  /// @throws MooringException when something entered makes no sense
  private ForwardSpec spec() {
    String localText = local.getText();
    int localPort = localText.isEmpty() ? 0 : Math.min(65_535, Integer.parseInt(localText));
    String called = name.getText().strip();
    if ((changed == null || !called.equals(changed.name())) && model.isThere(called)) {
      throw new Problem(
              Code.FORWARD_EXISTS,
              Messages.of("there-is-already-a-forward-named", called),
              Messages.of("a-name-stands-for-one-forward"),
              new Remedy.Advice(Messages.of("choose-another-name")))
          .raise();
    }
    ForwardSpec spec =
        ForwardSpec.of(
                called,
                Targets.target(kind.getValue(), text(namespace), text(target), text(port)),
                localPort)
            .withGroup(text(group));
    // What cannot be read back must not be written down.
    return SavedForward.read(new SavedForward("", options.on(spec), false).write()).spec();
  }

  private void readOtherChoices() {
    target.getItems().clear();
    target.getEditor().clear();
    readChoices();
  }

  private void readChoices() {
    boolean labels = Targets.LABELS.equals(kind.getValue());
    target.setPromptText(labels ? "app=api" : "");
    if (labels) {
      model.choices().clear();
    } else {
      model.readChoices(kind.getValue(), text(namespace));
    }
  }

  /// The editor takes over a value only when it is drawn; what is read before needs it at once.
  private static void write(ComboBox<String> box, String text) {
    box.setValue(text);
    box.getEditor().setText(text);
  }

  private void showChoices(@Nullable Face<List<ForwardsViewModel.Choice>> face) {
    switch (face) {
      case Face.Full<List<ForwardsViewModel.Choice>> full -> {
        List<String> names = full.value().stream().map(ForwardsViewModel.Choice::name).toList();
        target.getItems().setAll(names);
        target.setPromptText(
            names.isEmpty()
                ? Messages.of("none-in-this-namespace")
                : Messages.of("choose-or-type-a-name"));
        // Who types faster than the cluster answers gets the ports all the same.
        if (!text(target).isEmpty()) {
          targetChosen(text(target));
        }
      }
      case Face.Stale<List<ForwardsViewModel.Choice>> stale -> {}
      case Face.Failed<List<ForwardsViewModel.Choice>> failed ->
          target.setPromptText(failed.problem().why());
      case Face.Loading<List<ForwardsViewModel.Choice>> l -> {
        if (!Targets.LABELS.equals(kind.getValue())) {
          target.setPromptText("reading");
        }
      }
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
    boolean same = given != null && chosen.equals(given.name());
    String before = text(port);
    port.getItems().setAll(ports);
    if (same) {
      write(port, before);
    } else if (!ports.isEmpty()) {
      port.setValue(ports.getFirst());
    }
    if (!ownName) {
      name.setText(chosen);
    }
  }

  private void portChosen(String chosen) {
    if (changed == null && !localGiven && chosen.matches("\\d{1,5}")) {
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
