package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Columns;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;

/// A line of the table: one forward for as long as it is in the list.
final class ForwardRow implements Columns.Live {
  private final ReadOnlyObjectWrapper<ForwardStatus> status;

  ForwardRow(ForwardStatus first) {
    status = new ReadOnlyObjectWrapper<>(first);
  }

  String name() {
    return spec().name();
  }

  ForwardSpec spec() {
    return status().spec();
  }

  ForwardStatus.State state() {
    return status().state();
  }

  ForwardStatus status() {
    return status.get();
  }

  void show(ForwardStatus next) {
    status.set(next);
  }

  @Override
  public ObservableValue<ForwardStatus> changes() {
    return status.getReadOnlyProperty();
  }
}
