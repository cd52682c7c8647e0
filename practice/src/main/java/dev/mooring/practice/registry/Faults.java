package dev.mooring.practice.registry;

/// What is wrong with the registries at the moment.
public final class Faults {
  private volatile boolean diskFull;
  private volatile boolean nonsense;

  public void diskFull(boolean full) {
    diskFull = full;
  }

  public void nonsense(boolean on) {
    nonsense = on;
  }

  boolean diskFull() {
    return diskFull;
  }

  boolean nonsense() {
    return nonsense;
  }
}
