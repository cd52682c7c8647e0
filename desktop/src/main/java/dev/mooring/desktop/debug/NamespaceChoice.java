package dev.mooring.desktop.debug;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.theme.Tokens;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// Chooses the namespace that is shown, or all.
final class NamespaceChoice extends HBox {
  private final WorkloadsViewModel model;
  private final ComboBox<String> choice = new ComboBox<>();

  /// Whether a selection moves because the list is filled anew, not because somebody chose.
  private boolean filling;

  NamespaceChoice(WorkloadsViewModel model) {
    super(Tokens.GAP);
    this.model = model;
    setAlignment(Pos.CENTER_LEFT);
    choice.setId("workloads-namespace");
    choice.setAccessibleText(Messages.of("namespace"));
    choice.setConverter(new Names());
    fill(List.of(model.namespace().get()));
    choice
        .valueProperty()
        .addListener(
            (p, before, now) -> {
              if (now != null && !filling) {
                model.use(now);
              }
            });
    model.namespaces().onValue(this::fill);
    model.namespace().addListener((p, before, now) -> choice.setValue(now));
    setMinWidth(USE_PREF_SIZE);
    getChildren().addAll(Controls.label(Messages.of("namespace"), Tokens.SECONDARY), choice);
  }

  private void fill(List<String> namespaces) {
    List<String> all = new ArrayList<>();
    all.add(WorkloadsViewModel.ALL);
    namespaces.stream().filter(each -> !each.equals(WorkloadsViewModel.ALL)).forEach(all::add);
    String chosen = model.namespace().get();
    if (!all.contains(chosen)) {
      all.add(chosen);
    }
    if (!all.equals(choice.getItems())) {
      // A combo box lets its selection wander when its items change.
      filling = true;
      choice.getItems().setAll(all);
      choice.setValue(chosen);
      filling = false;
    }
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
