package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.forward.ForwardLink;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.SavedForward;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import org.jspecify.annotations.Nullable;

/// Asks what to forward: everything that can be guessed is. Also changes a forward.
final class ForwardForm extends BorderPane {
  private final ForwardsViewModel model;
  private final ForwardJobs jobs;
  private final @Nullable ForwardSpec changed;
  private final Consumer<String> done;
  private final Form form;
  private final TargetFields target;
  private final LocalPortField local;
  private final TextField name = new TextField();
  private final ComboBox<String> group = new ComboBox<>();
  private final IdentityFields identity;
  private final ForwardOptions options;
  private final ReadOnlyBooleanWrapper checking = new ReadOnlyBooleanWrapper();
  private boolean ownName;
  private List<String> untouched;

  /// @param jobs where its work is told
  /// @param changed null for a new one
  /// @param done called with the name when the form has done its work
  /// @param cancel called when the user has thought better of it
  ForwardForm(
      ForwardsViewModel model,
      ForwardJobs jobs,
      Surface surface,
      List<String> groups,
      @Nullable ForwardSpec changed,
      Consumer<String> done,
      Runnable cancel) {
    this.model = model;
    this.jobs = jobs;
    this.changed = changed;
    this.done = done;
    this.target = new TargetFields(model.targets());
    this.local = new LocalPortField(model.targets());
    this.identity = new IdentityFields(model.targets(), model.accounts(), target.namespace());
    this.options = new ForwardOptions(surface);
    this.form =
        new Form(
            changed == null
                ? Messages.of("new-forward")
                : Messages.of("edit-forward", changed.name()));
    setId("forward-form");
    name.setId("forward-name");
    group.setId("forward-group");
    Controls.takesText(group);
    group.getItems().setAll(groups);
    group.setPromptText(Messages.of("none"));
    group.setTooltip(new Tooltip(Messages.of("group-hint")));
    form.add(target)
        .fields(Messages.of("port"), target.port(), Messages.of("local-port"), local)
        .fields(Messages.of("name"), name, Messages.of("group"), group)
        .add(identity);
    if (changed != null) {
      show(changed);
    }
    form.add(new MoreOptions(options, changed)).add(options);
    addButtons(cancel);
    ScrollPane scroll = new ScrollPane(form);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("scroll-page");
    setCenter(scroll);
    target.name().getEditor().textProperty().addListener((p, before, now) -> nameIt(now));
    target.port().getEditor().textProperty().addListener((p, before, now) -> local.offer(now));
    name.setOnKeyTyped(event -> ownName = true);
    target.open();
    identity.open();
    untouched = values();
  }

  private void show(ForwardSpec spec) {
    ownName = true;
    target.show(spec.target());
    local.show(spec.local().port());
    name.setText(spec.name());
    TargetFields.write(group, spec.group());
    identity.show(spec);
    options.show(spec);
  }

  /// Fills in what a link asks for.
  void propose(ForwardLink link) {
    target.show(link.target());
    if (link.localPort() != 0) {
      local.show(link.localPort());
    }
    untouched = values();
  }

  /// Whether something would be lost by closing it.
  boolean isDirty() {
    return !values().equals(untouched);
  }

  private List<String> values() {
    List<String> all = new ArrayList<>(target.values());
    all.addAll(List.of(name.getText(), TargetFields.text(group), local.typed()));
    all.addAll(identity.values());
    all.addAll(options.values());
    return all;
  }

  /// Puts the focus where typing starts.
  void begin() {
    // What a scroll pane holds is in the scene only once it has its skin.
    applyCss();
    layout();
    target.name().requestFocus();
  }

  /// Lets go of what it follows.
  void close() {
    target.close();
    identity.close();
  }

  private void addButtons(Runnable cancelled) {
    Button cancel = Controls.button(Messages.of("cancel"), cancelled);
    if (changed == null) {
      Button keep = Controls.button(Messages.of("save"), () -> take(spec -> jobs.save(spec)));
      keep.setId("forward-save");
      keep.setTooltip(new Tooltip(Messages.of("save-hint")));
      Button make = Controls.primary(Messages.of("start-forward"), this::start);
      make.setId("forward-start");
      incomplete(keep);
      incomplete(make);
      setBottom(form.footer(cancel, keep, make));
    } else {
      Button save =
          Controls.primary(
              Messages.of("save"), () -> take(spec -> jobs.change(changed.name(), spec)));
      save.setId("forward-save");
      incomplete(save);
      if (model.isStarted(changed.name())) {
        form.add(Controls.text(Messages.of("edit-restarts"), Tokens.SECONDARY));
      }
      setBottom(form.footer(cancel, save));
    }
  }

  private void incomplete(Button button) {
    button
        .disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () ->
                    checking.get()
                        || TargetFields.text(target.name()).isEmpty()
                        || TargetFields.text(target.port()).isEmpty()
                        || name.getText().isBlank(),
                checking,
                target.name().getEditor().textProperty(),
                target.port().getEditor().textProperty(),
                name.textProperty()));
  }

  /// What is not there is told before a forward waits for it. Saving asks nothing: it may be for
  /// later.
  private void start() {
    take(
        spec -> {
          checking.set(true);
          model
              .targets()
              .check(
                  spec.target(),
                  wrong -> {
                    checking.set(false);
                    wrong.ifPresentOrElse(form::refuse, () -> begin(spec));
                  });
        },
        name -> {});
  }

  private void begin(ForwardSpec spec) {
    local.settle(
        port -> {
          jobs.start(List.of(spec.withLocal(spec.local().withPort(port))));
          done.accept(spec.name());
        });
  }

  private void take(Consumer<ForwardSpec> then) {
    take(then, done);
  }

  private void take(Consumer<ForwardSpec> then, Consumer<String> after) {
    ForwardSpec spec;
    try {
      spec = spec();
    } catch (MooringException e) {
      form.refuse(e.problem());
      return;
    }
    then.accept(spec);
    after.accept(spec.name());
  }

  /// @throws MooringException when something entered makes no sense
  private ForwardSpec spec() {
    String called = name.getText().strip();
    if ((changed == null || !called.equals(changed.name())) && model.isThere(called)) {
      throw new Problem(
              Code.FORWARD_EXISTS,
              Messages.of("name-taken", called),
              Messages.of("name-taken-why"),
              new Remedy.Advice(Messages.of("choose-another-name")))
          .raise();
    }
    ForwardSpec spec =
        ForwardSpec.of(called, target.target(), local.port()).withGroup(TargetFields.text(group));
    // What cannot be read back must not be written down.
    return SavedForward.read(new SavedForward("", identity.on(options.on(spec)), false).write())
        .spec();
  }

  private void nameIt(String chosen) {
    if (!ownName) {
      name.setText(chosen);
    }
  }
}
