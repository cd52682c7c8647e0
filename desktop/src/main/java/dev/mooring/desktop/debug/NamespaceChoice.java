package dev.mooring.desktop.debug;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.theme.Tokens;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// Chooses the namespace that is shown, or all.
final class NamespaceChoice extends HBox {
  private final WorkloadsViewModel model;
  private ComboBox<String> choice = new ComboBox<>();

  NamespaceChoice(WorkloadsViewModel model) {
    super(Tokens.GAP);
    this.model = model;
    setAlignment(Pos.CENTER_LEFT);
    setMinWidth(USE_PREF_SIZE);
    getChildren().addAll(Controls.label(Messages.of("namespace"), Tokens.SECONDARY), choice);
    fill(List.of(model.namespace().get()));
    model.namespaces().onValue(this::fill);
    model.namespace().addListener((p, before, now) -> choice.setValue(now));
  }

  /// A combo box whose items change goes on to show one that is not its value: there is another one
  /// for other items.
  private void fill(List<String> namespaces) {
    List<String> all = new ArrayList<>();
    all.add(WorkloadsViewModel.ALL);
    namespaces.stream().filter(each -> !each.equals(WorkloadsViewModel.ALL)).forEach(all::add);
    String chosen = model.namespace().get();
    if (!all.contains(chosen)) {
      all.add(chosen);
    }
    if (!all.equals(choice.getItems())) {
      boolean focused = choice.isFocused();
      choice = choice(all, chosen);
      getChildren().set(1, choice);
      if (focused) {
        choice.requestFocus();
      }
    }
  }

  private ComboBox<String> choice(List<String> all, String chosen) {
    ComboBox<String> made = new ComboBox<>(FXCollections.observableArrayList(all));
    made.setId("workloads-namespace");
    made.setAccessibleText(Messages.of("namespace"));
    made.setConverter(new Names());
    made.setValue(chosen);
    made.valueProperty()
        .addListener(
            (p, before, now) -> {
              if (now != null) {
                model.use(now);
              }
            });
    return made;
  }

  private static final class Names extends StringConverter<String> {
    @Override
    public String toString(@Nullable String name) {
      return name == null
          ? ""
          : name.equals(WorkloadsViewModel.ALL) ? Messages.of("all-namespaces") : name;
    }

    @Override
    public String fromString(String text) {
      return text;
    }
  }
}
