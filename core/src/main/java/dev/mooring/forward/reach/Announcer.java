package dev.mooring.forward.reach;

import dev.mooring.job.Subscription;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells subscribers a value and each later one: in order, one call at a time, and outside any
/// lock, so that they may close connections and ask back.
///
/// Whoever brings news while subscribers are being told does not wait for them: the thread that
/// tells them tells that too. Thread-safe.
final class Announcer<T> {
  private final class Subscriber {
    private final Consumer<? super T> told;
    private volatile boolean ended;

    Subscriber(Consumer<? super T> told) {
      this.told = told;
    }

    void tell(T value) {
      if (!ended) {
        told.accept(value);
      }
    }
  }

  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final Queue<Runnable> due = new ArrayDeque<>();
  private T newest;
  private boolean telling;

  Announcer(T first) {
    newest = first;
  }

  /// Takes in a value to be told by the next [#tell]. One that equals the one before is none.
  void add(T value) {
    synchronized (due) {
      if (!value.equals(newest)) {
        newest = value;
        due.add(() -> subscribers.forEach(each -> each.tell(value)));
      }
    }
  }

  /// The subscriber is told the newest value first.
  Subscription subscribe(Consumer<? super T> told) {
    Subscriber subscriber = new Subscriber(told);
    synchronized (due) {
      T value = newest;
      due.add(
          () -> {
            subscribers.add(subscriber);
            subscriber.tell(value);
          });
    }
    tell();
    return () -> {
      subscriber.ended = true;
      subscribers.remove(subscriber);
    };
  }

  /// Tells what is due, unless another thread, or this one further up, is at it. Hold no lock.
  void tell() {
    for (Runnable next = begin(); next != null; next = begin()) {
      try {
        next.run();
      } finally {
        synchronized (due) {
          telling = false;
        }
      }
    }
  }

  private @Nullable Runnable begin() {
    synchronized (due) {
      Runnable next = telling ? null : due.poll();
      telling |= next != null;
      return next;
    }
  }
}
