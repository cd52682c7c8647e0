package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Columns;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;

/// A line of the table, the same one for as long as it is in the list.
sealed interface ForwardRow extends Columns.Live {
  String name();

  List<Forward> forwards();

  /// One forward.
  final class Forward implements ForwardRow {
    private final ForwardsViewModel model;
    private final ReadOnlyObjectWrapper<ForwardStatus> status;

    Forward(ForwardsViewModel model, ForwardStatus first) {
      this.model = model;
      status = new ReadOnlyObjectWrapper<>(first);
    }

    @Override
    public String name() {
      return spec().name();
    }

    @Override
    public List<Forward> forwards() {
      return List.of(this);
    }

    ContextForward now() {
      return new ContextForward(model, status());
    }

    ForwardSpec spec() {
      return status().spec();
    }

    ForwardStatus.State state() {
      return status().state();
    }

    boolean stopped() {
      return state() instanceof ForwardStatus.State.Stopped;
    }

    ForwardStatus status() {
      return status.get();
    }

    /// An equal status wakes nobody.
    void show(ForwardStatus next) {
      if (!next.equals(status.get())) {
        status.set(next);
      }
    }

    @Override
    public ObservableValue<ForwardStatus> changes() {
      return status.getReadOnlyProperty();
    }
  }

  /// The head of a group, or of a context that is not in view.
  final class Group implements ForwardRow {
    private final String name;
    private final boolean context;
    private final ReadOnlyObjectWrapper<Totals> totals = new ReadOnlyObjectWrapper<>(Totals.NONE);
    private List<Forward> forwards = List.of();

    private Group(String name, boolean context) {
      this.name = name;
      this.context = context;
    }

    static Group of(String name) {
      return new Group(name, false);
    }

    static Group ofContext(String name) {
      return new Group(name, true);
    }

    boolean isContext() {
      return context;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<Forward> forwards() {
      return forwards;
    }

    void show(List<Forward> next) {
      forwards = next;
      Totals now = Totals.of(next.stream().map(Forward::status).toList());
      if (!now.equals(totals.get())) {
        totals.set(now);
      }
    }

    Totals totals() {
      return totals.get();
    }

    @Override
    public ObservableValue<Totals> changes() {
      return totals.getReadOnlyProperty();
    }
  }
}
