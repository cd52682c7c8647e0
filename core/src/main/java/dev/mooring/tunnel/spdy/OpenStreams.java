package dev.mooring.tunnel.spdy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The streams of one connection, the places promised to those that are about to open, and whether
/// it takes more.
///
/// Each stream has two ids, since it is a pair: of its errors and of its data. Ids are 31 bits and
/// never used twice (SPDY/3.1, section 2.3.2). Thread-safe.
final class OpenStreams {
  private static final int LAST_ID = Integer.MAX_VALUE - 4;

  private final Map<Integer, SpdyStream> byId = new ConcurrentHashMap<>();
  private int reserved;
  private boolean retired;
  private int nextId;
  private @Nullable IOException failure;
  private long emptySince = System.nanoTime();

  OpenStreams() {
    this(1);
  }

  /// @param firstId odd, as a client's are
  OpenStreams(int firstId) {
    this.nextId = firstId;
  }

  /// Promises a place, to be given back by [#unreserve]. False when no more are taken.
  synchronized boolean reserve() {
    if (!usable() || nextId > LAST_ID) {
      return false;
    }
    reserved++;
    return true;
  }

  /// The promised place is taken by now, or will not be.
  synchronized void unreserve() {
    reserved--;
  }

  /// @return the id of the next pair's errors; that of its data is the one after the next
  synchronized int nextPair() {
    int errorId = nextId;
    nextId += 4;
    return errorId;
  }

  void add(SpdyStream stream) {
    byId.put(stream.errorId(), stream);
    byId.put(stream.dataId(), stream);
  }

  /// False when it was gone already.
  synchronized boolean remove(SpdyStream stream) {
    if (byId.remove(stream.dataId()) == null) {
      return false;
    }
    byId.remove(stream.errorId());
    emptySince = System.nanoTime();
    return true;
  }

  /// @param id of either half
  @Nullable SpdyStream find(int id) {
    return byId.get(id);
  }

  boolean any(Predicate<SpdyStream> which) {
    return byId.values().stream().anyMatch(which);
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  /// Those promised, and those open whose application has not left.
  synchronized int load() {
    return reserved + (int) byId.values().stream().filter(each -> !each.isLeaving()).count() / 2;
  }

  synchronized boolean usable() {
    return !retired && failure == null;
  }

  /// Takes no more.
  synchronized void retire() {
    retired = true;
  }

  /// The same where nothing was open or promised for that long, or it was retired before.
  ///
  /// @return whether nothing is open nor will be
  synchronized boolean retireIdle(long now, Duration limit) {
    if (reserved > 0 || !isEmpty() || (!retired && now - emptySince < limit.toNanos())) {
      return false;
    }
    retired = true;
    return true;
  }

  /// Whether none is open, and none will be.
  synchronized boolean over() {
    return retired && reserved == 0 && isEmpty();
  }

  synchronized @Nullable IOException failure() {
    return failure;
  }

  /// Takes no more because of this, which the streams are then to be told by [#failAll]. False when
  /// it had failed before.
  synchronized boolean fail(IOException why) {
    if (failure != null) {
      return false;
    }
    failure = why;
    return true;
  }

  void failAll(IOException why) {
    byId.values().forEach(each -> each.fail(why));
  }
}
