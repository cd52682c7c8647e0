package dev.mooring.desktop.forward;

import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The forwards of every open context. On the UI's thread.
public final class OpenForwards {
  private final ReadOnlyObjectWrapper<List<ForwardsViewModel>> all =
      new ReadOnlyObjectWrapper<>(List.of());

  ReadOnlyObjectProperty<List<ForwardsViewModel>> all() {
    return all.getReadOnlyProperty();
  }

  /// @param open the contexts that are open now, the oldest first
  public void show(List<ForwardsViewModel> open) {
    all.set(open);
  }
}
