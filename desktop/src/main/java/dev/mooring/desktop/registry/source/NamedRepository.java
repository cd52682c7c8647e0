package dev.mooring.desktop.registry.source;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Action.Reach;
import dev.mooring.desktop.fx.Surface;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ObservableValue;
import org.kordamp.ikonli.feather.Feather;

/// The repository in view, where it is in the list only because somebody named it: it can be taken
/// out again.
public final class NamedRepository {
  private final ObservableValue<Source> source;
  private final ObservableValue<String> repository;
  private final Surface surface;
  private final ReadOnlyBooleanWrapper named = new ReadOnlyBooleanWrapper();
  private final Action remove;

  public NamedRepository(
      ObservableValue<Source> source, ObservableValue<String> repository, Surface surface) {
    this.source = source;
    this.repository = repository;
    this.surface = surface;
    remove =
        Action.of(
                "window.remove-repository",
                Messages.of("remove-from-list"),
                Feather.MINUS_CIRCLE,
                this::run)
            .withKey(Reach.ROW, "Delete")
            .when(named);
  }

  /// After another choice, and when more is known of a source.
  public void update() {
    named.set(source.getValue().isNamed(repository.getValue()));
  }

  public Action remove() {
    return remove;
  }

  private void run() {
    Source from = source.getValue();
    String name = repository.getValue();
    from.remove(name);
    surface.undo(Messages.of("removed-from-list", name, from.name()), () -> from.add(name));
  }
}
