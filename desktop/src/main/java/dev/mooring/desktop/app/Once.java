package dev.mooring.desktop.app;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Made when first asked for, on one thread.
final class Once<T> implements Supplier<T> {
  private final Supplier<T> maker;
  private @Nullable T made;

  Once(Supplier<T> maker) {
    this.maker = maker;
  }

  @Override
  public T get() {
    T there = made;
    if (there == null) {
      there = maker.get();
      made = there;
    }
    return there;
  }
}
