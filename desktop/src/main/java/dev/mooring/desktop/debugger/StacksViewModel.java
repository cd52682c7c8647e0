package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Frame;
import dev.mooring.debug.inspect.GoroutineGroup;
import dev.mooring.debug.inspect.Goroutines;
import dev.mooring.debug.inspect.Inspection;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The goroutines, the calls of one of them, and the call in view. On the UI's thread.
final class StacksViewModel {
  private static final Goroutines NONE = new Goroutines(0, false, List.of());

  private final Inspection inspection;
  private final Asking asking;
  private final Chosen chosen;
  private final ReadOnlyObjectWrapper<Goroutines> goroutines = new ReadOnlyObjectWrapper<>(NONE);
  private final ReadOnlyBooleanWrapper listing = new ReadOnlyBooleanWrapper();
  private final ObservableList<Frame> frames = FXCollections.observableArrayList();
  private final ReadOnlyLongWrapper goroutine = new ReadOnlyLongWrapper();
  private final ReadOnlyIntegerWrapper frame = new ReadOnlyIntegerWrapper();

  /// Told which call is in view.
  @FunctionalInterface
  interface Chosen {
    void show(long goroutine, int index, Frame frame);
  }

  StacksViewModel(Inspection inspection, Asking asking, Chosen chosen) {
    this.inspection = inspection;
    this.asking = asking;
    this.chosen = chosen;
  }

  /// As they were when they were listed last.
  ReadOnlyObjectProperty<Goroutines> goroutines() {
    return goroutines.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty listing() {
    return listing.getReadOnlyProperty();
  }

  /// The calls of the goroutine in view, innermost first; empty while the program runs.
  ObservableList<Frame> frames() {
    return frames;
  }

  /// In view; 0 for none.
  ReadOnlyLongProperty goroutine() {
    return goroutine.getReadOnlyProperty();
  }

  ReadOnlyIntegerProperty frame() {
    return frame.getReadOnlyProperty();
  }

  /// Lists all goroutines; a program that runs stops for it, for milliseconds.
  void list() {
    listing.set(true);
    asking.order(
        Messages.of("listing-goroutines"),
        progress -> inspection.goroutines(0),
        all -> {
          listing.set(false);
          goroutines.set(all);
        });
  }

  /// Shows the calls of a goroutine of a program that is stopped.
  void show(long id) {
    asking.moved();
    asking.ask(
        Messages.of("reading-the-stack"),
        progress -> inspection.stack(id),
        stack -> {
          goroutine.set(id);
          frames.setAll(stack);
          if (!stack.isEmpty()) {
            choose(firstOfTheProgram(stack));
          }
        });
  }

  /// The calls of its first goroutine, where the program is stopped.
  void show(GoroutineGroup group) {
    if (!frames.isEmpty() && !group.ids().isEmpty()) {
      show(group.ids().getFirst());
    }
  }

  /// A goroutine that waits is in the runtime; whoever looks wants to know where from.
  private static int firstOfTheProgram(List<Frame> stack) {
    for (int i = 0; i < stack.size(); i++) {
      if (!stack.get(i).function().startsWith("runtime.")) {
        return i;
      }
    }
    return 0;
  }

  void choose(int index) {
    if (index >= 0 && index < frames.size()) {
      frame.set(index);
      chosen.show(goroutine.get(), index, frames.get(index));
    }
  }

  /// The program runs: nothing of this is so any more.
  void clear() {
    asking.moved();
    frames.clear();
    goroutine.set(0);
    frame.set(0);
  }
}
