package dev.mooring.job;

/// A running notification. Closing it ends the calls, but for one that is being made; closing again
/// does nothing. Whoever subscribed closes it, from any thread.
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
