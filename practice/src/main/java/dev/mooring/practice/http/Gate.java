package dev.mooring.practice.http;

/// Where a frozen server stops: everything that passes waits while the gate is shut.
public final class Gate {
  private boolean shut;

  public synchronized void shut() {
    shut = true;
  }

  public synchronized void open() {
    shut = false;
    notifyAll();
  }

  public synchronized void pass() throws InterruptedException {
    while (shut) {
      wait();
    }
  }
}
