package dev.mooring.job;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// One value that changes, and those who want to hear of it.
///
/// Subscribers get the present value at once and each later one, in order, on the thread that set
/// it. They must be quick: who sets a value waits for them, and so does whoever sets the next. They
/// may read the value, and must not set it. Thread-safe.
///
/// @param <T> immutable, with an `equals` of its own: only what differs is told
public final class Observed<T> {
  private final List<Consumer<? super T>> subscribers = new CopyOnWriteArrayList<>();
  private final Object order = new Object();
  private volatile T value;
  private boolean ended;

  /// @param first the value until another is set
  public Observed(T first) {
    value = first;
  }

  /// The present value; never waits.
  public T get() {
    return value;
  }

  /// Replaces the value.
  public void set(T next) {
    update(ignored -> next);
  }

  /// Replaces the value by what `change` makes of it. Equal values are not announced. Changes are
  /// made one after the other, each to what the last one left.
  public void update(UnaryOperator<T> change) {
    synchronized (order) {
      T next = change.apply(value);
      if (next.equals(value)) {
        return;
      }
      value = next;
      for (Consumer<? super T> each : subscribers) {
        each.accept(next);
      }
    }
  }

  /// Tells the present value at once, and each later one until the subscription is closed. A call
  /// that has begun may still come to its end after that.
  public Subscription subscribe(Consumer<? super T> subscriber) {
    synchronized (order) {
      if (!ended) {
        subscribers.add(subscriber);
      }
      subscriber.accept(value);
    }
    return () -> subscribers.remove(subscriber);
  }

  /// No other value comes: forgets who wanted to hear of it.
  void end() {
    synchronized (order) {
      ended = true;
      subscribers.clear();
    }
  }
}
