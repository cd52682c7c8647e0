package dev.mooring.job;

/// A running notification. Closing it ends the calls; closing again does nothing.
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
