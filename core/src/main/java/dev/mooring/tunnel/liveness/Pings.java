package dev.mooring.tunnel.liveness;

import java.util.ArrayDeque;

/// What answered pings prove of an upload: a ping waits behind every byte that was sent before it,
/// here and in each relay, so its answer says that those bytes have passed. Thread-safe.
public final class Pings {
  /// More would be an hour of unanswered ones.
  private static final int MOST = 1024;

  private record Asked(int id, long sent) {}

  private final ArrayDeque<Asked> open = new ArrayDeque<>();
  private int nextId = 1;
  private long passed;

  /// @param sent bytes sent before this ping
  /// @return its id; ours are odd
  public synchronized int ask(long sent) {
    int id = nextId;
    nextId = id == Integer.MAX_VALUE ? 1 : id + 2;
    if (open.size() == MOST) {
      open.removeFirst();
    }
    open.addLast(new Asked(id, sent));
    return id;
  }

  public synchronized void answered(int id) {
    if (open.stream().noneMatch(each -> each.id() == id)) {
      return;
    }
    Asked next;
    do {
      next = open.removeFirst();
      passed = next.sent();
    } while (next.id() != id);
  }

  /// How many of the bytes sent have certainly passed.
  public synchronized long passed() {
    return passed;
  }
}
