package dev.mooring.registry.layer;

import dev.mooring.registry.Digest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The last few spans between checkpoints that were read as a whole, and which others were asked
/// for. Thread-safe.
final class Spans {
  private static final int LARGEST = 8 << 20;
  private static final long MOST = 24 << 20;
  private static final int ASKED = 256;

  /// @param unpacked where the span begins in the unpacked layer
  record Key(Digest layer, long unpacked) {}

  private final Map<Key, Boolean> asked = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Key, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /// Whether a span of so many bytes is one to keep.
  static boolean holds(long length) {
    return length <= LARGEST;
  }

  /// Whether this is not the first time of late.
  synchronized boolean isAskedAgain(Key key) {
    boolean again = asked.put(key, true) != null;
    Iterator<Key> oldest = asked.keySet().iterator();
    if (asked.size() > ASKED) {
      oldest.next();
      oldest.remove();
    }
    return again;
  }

  synchronized byte @Nullable [] get(Key key) {
    return kept.get(key);
  }

  /// @param span not changed afterwards
  synchronized void put(Key key, byte[] span) {
    byte[] before = kept.put(key, span);
    bytes += span.length - (before == null ? 0 : before.length);
    Iterator<byte[]> oldest = kept.values().iterator();
    while (bytes > MOST) {
      bytes -= oldest.next().length;
      oldest.remove();
    }
  }

  synchronized void remove(Key key) {
    byte[] gone = kept.remove(key);
    bytes -= gone == null ? 0 : gone.length;
    asked.remove(key);
  }
}
