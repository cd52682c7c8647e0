package dev.mooring.job;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One value that changes, and those who want to hear of it.
///
/// Each subscriber gets the value of the moment and each later one: in order, one call at a time,
/// and outside any lock, so that it may set the value, close things and wait for others. It is
/// called on the thread that set the value, or on one that is telling it an earlier one: who sets a
/// value never waits for a subscriber that another thread is telling. A subscriber that fails
/// keeps no other from being told; the failure goes to whoever set the value. Thread-safe.
///
/// @param <T> immutable, with an `equals` of its own: only what differs is told
public final class Observed<T> {
  /// Values kept for a subscriber that does not return; of more it misses the oldest.
  static final int MOST_DUE = 10_000;

  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
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
  /// made one after the other, each to what the last one left, so they must be quick. Hold no lock
  /// that a subscriber may want.
  public void update(UnaryOperator<T> change) {
    synchronized (order) {
      T next = change.apply(value);
      if (next.equals(value)) {
        return;
      }
      value = next;
      subscribers.forEach(each -> each.due(next));
    }
    RuntimeException failed = null;
    for (Subscriber each : subscribers) {
      try {
        each.tell();
      } catch (RuntimeException e) {
        if (failed == null) {
          failed = e;
        } else if (!failed.equals(e)) {
          failed.addSuppressed(e);
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  /// Tells the present value before it returns, and each later one until the subscription is
  /// closed. A call that has begun may still come to its end after that.
  public Subscription subscribe(Consumer<? super T> told) {
    Subscriber subscriber = new Subscriber(told);
    T first;
    synchronized (order) {
      first = value;
      subscriber.telling = true;
      if (!ended) {
        subscribers.add(subscriber);
      }
    }
    subscriber.tell(first);
    subscriber.tell();
    return subscriber::leave;
  }

  /// No other value comes: forgets who wanted to hear of it.
  void end() {
    synchronized (order) {
      ended = true;
      subscribers.clear();
    }
  }

  private final class Subscriber {
    private final Consumer<? super T> told;
    private final Deque<T> due = new ArrayDeque<>();
    private boolean telling;

    Subscriber(Consumer<? super T> told) {
      this.told = told;
    }

    void due(T next) {
      if (due.size() == MOST_DUE) {
        due.removeFirst();
      }
      due.add(next);
    }

    /// Tells what is due, unless another thread, or this one further up, is at it and will.
    void tell() {
      for (T next = begin(); next != null; next = begin()) {
        tell(next);
      }
    }

    private @Nullable T begin() {
      synchronized (order) {
        T next = telling ? null : due.poll();
        telling |= next != null;
        return next;
      }
    }

    void tell(T next) {
      try {
        told.accept(next);
      } finally {
        synchronized (order) {
          telling = false;
        }
      }
    }

    void leave() {
      synchronized (order) {
        subscribers.remove(this);
        due.clear();
      }
    }
  }
}
