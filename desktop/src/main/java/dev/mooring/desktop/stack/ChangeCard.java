package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.Names;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.Writer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import org.kordamp.ikonli.feather.Feather;

/// Changes what one writer or builder can push to, or takes it away; rehearsed first unless that is
/// not wanted.
final class ChangeCard {
  private final AccessViewModel model;
  private final Surface surface;
  private final ComboBox<Writer> rule;
  private final TextField repositories = new TextField();
  private final CheckBox remove = new CheckBox(Messages.of("take-it-away"));
  private final CheckBox first = new CheckBox(Messages.of("rehearse-first"));
  private final Button apply = Controls.primary(Messages.of("rehearse"), this::apply);
  private final Form form;

  private ChangeCard(AccessViewModel model, Surface surface) {
    this.model = model;
    this.surface = surface;
    form = new Form(model.writers().about(Messages.of("change-who-can-push")));
    rule = OptionWords.box(model.rules(), ChangeCard::words);
    rule.setId("change-rule");
    repositories.setId("change-repositories");
    remove.setId("change-remove");
    first.setId("change-rehearse");
    first.setSelected(true);
    apply.setId("change-apply");
  }

  /// @param about the rule to begin with; the first where it is none
  static void open(AccessViewModel model, Optional<Writer> about, Surface surface) {
    new ChangeCard(model, surface).show(about);
  }

  /// Opens it for one rule, from that rule's row.
  static Button button(AccessViewModel model, Writer about, Surface surface) {
    Button change =
        Controls.icon(
            Feather.EDIT_2,
            Messages.of("change-rule", words(about)),
            () -> open(model, Optional.of(about), surface));
    change.setId("change-" + about.name());
    return change;
  }

  private void show(Optional<Writer> about) {
    rule.valueProperty()
        .subscribe(
            now -> repositories.setText(now == null ? "" : String.join(", ", now.repositories())));
    rule.setValue(about.or(() -> rule.getItems().stream().findFirst()).orElse(null));
    repositories.disableProperty().bind(remove.selectedProperty());
    apply
        .textProperty()
        .bind(
            first
                .selectedProperty()
                .map(now -> now ? Messages.of("rehearse") : Messages.of("change")));
    // What is no repository would take everything away.
    apply
        .disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> rule.getValue() == null || (!remove.isSelected() && prefixes().isEmpty()),
                rule.valueProperty(),
                remove.selectedProperty(),
                repositories.textProperty()));
    Button cancel = Controls.button(Messages.of("cancel"), surface::closeCard);
    form.field(Messages.of("writer-or-builder"), rule, "")
        .field(Messages.of("repositories"), repositories, Messages.of("repositories-help"))
        .add(remove)
        .add(first)
        .add(Controls.text(Messages.of("what-a-rehearsal-does"), Tokens.SECONDARY))
        .buttons(cancel, apply);
    form.setPrefWidth(440);
    surface.open(form);
  }

  private void apply() {
    Writer about = rule.getValue();
    try {
      Rehearsed change =
          new Rehearsed(
              about.namespace(),
              about.name(),
              remove.isSelected() ? List.of() : prefixes(),
              Instant.now().truncatedTo(ChronoUnit.SECONDS));
      change.repositories().forEach(Names::repositories);
      if (first.isSelected()) {
        form.accept();
        model.rehearse(change, () -> begun(change), this::refused);
      } else {
        surface.closeCard();
        model.change(about, change);
      }
    } catch (MooringException e) {
      form.refuse(e.problem());
    }
  }

  private List<String> prefixes() {
    return Stream.of(repositories.getText().split(",", -1))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .toList();
  }

  private void begun(Rehearsed change) {
    if (form.getScene() != null) {
      surface.closeCard();
    }
    surface.toast(Messages.of("rehearsing", RehearsalWords.of(change)));
  }

  private void refused(Problem problem) {
    if (form.getScene() == null) {
      surface.tell(problem);
    } else {
      form.refuse(problem);
    }
  }

  private static String words(Writer rule) {
    return Builder.of(rule)
        .map(each -> Messages.of("builder-named", each.account()))
        .orElse(rule.namespace() + "/" + rule.name());
  }
}
