package dev.mooring.practice.api;

import dev.mooring.document.Document;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Every object with its version, and the newest changes for those who watch. The lock of the store
/// is the order of the cluster: a change and what follows from it at once are made inside it.
public final class Store {
  private static final int REMEMBERED = 20_000;

  /// Where an object lives. The namespace is empty for objects of the cluster itself.
  public record Key(Resource resource, String namespace, String name) implements Comparable<Key> {
    public static Key of(Resource resource, Document object) {
      return new Key(resource, Meta.namespace(object), Meta.name(object));
    }

    @Override
    public int compareTo(Key other) {
      int byKind = resource.words().compareTo(other.resource.words());
      int byNamespace = byKind != 0 ? byKind : namespace.compareTo(other.namespace);
      return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }
  }

  public enum Change {
    ADDED,
    MODIFIED,
    DELETED
  }

  /// @param before the object before the change; nothing when it is new
  public record Event(long version, Change change, Key key, Document object, Document before) {}

  private final TreeMap<Key, Document> objects = new TreeMap<>();
  private final Deque<Event> events = new ArrayDeque<>();
  private long version = 100;
  private boolean closed;

  public synchronized long version() {
    return version;
  }

  public synchronized Optional<Document> get(Key key) {
    return Optional.ofNullable(objects.get(key));
  }

  public Optional<Document> get(Resource resource, String namespace, String name) {
    return get(new Key(resource, namespace, name));
  }

  /// @param namespace empty for all
  public synchronized List<Document> list(Resource resource, String namespace) {
    List<Document> found = new ArrayList<>();
    Key from = new Key(resource, namespace, "");
    for (var entry : objects.tailMap(from).entrySet()) {
      Key key = entry.getKey();
      if (!key.resource().words().equals(resource.words())
          || (!namespace.isEmpty() && !key.namespace().equals(namespace))) {
        break;
      }
      found.add(entry.getValue());
    }
    return found;
  }

  public synchronized List<Key> keys(Predicate<Key> wanted) {
    return objects.keySet().stream().filter(wanted).toList();
  }

  /// Replaces an object, or makes it. The change sees the newest state and nobody else's comes
  /// between; what it returns gets the next version unless it is what was there.
  ///
  /// @param change gets nothing when there is no such object
  public synchronized Document put(Key key, UnaryOperator<Document> change) {
    Document before = objects.getOrDefault(key, Document.nothing());
    Document after = change.apply(before);
    if (after.equals(before)) {
      return before;
    }
    Document stamped = stamp(after);
    objects.put(key, stamped);
    remember(before.isNothing() ? Change.ADDED : Change.MODIFIED, key, stamped, before);
    return stamped;
  }

  /// @return the object that was removed
  public synchronized Optional<Document> remove(Key key) {
    Document before = objects.remove(key);
    if (before == null) {
      return Optional.empty();
    }
    Document last = stamp(before);
    remember(Change.DELETED, key, last, before);
    return Optional.of(last);
  }

  /// Runs a task inside the store's order.
  public synchronized <T> T together(java.util.function.Supplier<T> task) {
    return task.get();
  }

  private Document stamp(Document object) {
    version++;
    return object.with(Long.toString(version), "metadata", "resourceVersion");
  }

  private void remember(Change change, Key key, Document object, Document before) {
    events.addLast(new Event(version, change, key, object, before));
    if (events.size() > REMEMBERED) {
      events.removeFirst();
    }
    notifyAll();
  }

  /// The changes after a version, waiting for the first.
  ///
  /// @return null where the version is too old to tell; none after the limit
  public synchronized @Nullable List<Event> after(long since, long limitMillis)
      throws InterruptedException {
    long until = System.nanoTime() + limitMillis * 1_000_000;
    while (version <= since && !closed) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return List.of();
      }
      wait(left);
    }
    Event oldest = events.peekFirst();
    if (oldest != null && since < oldest.version() - 1) {
      return null;
    }
    List<Event> fresh = new ArrayList<>();
    for (var each = events.descendingIterator(); each.hasNext(); ) {
      Event event = each.next();
      if (event.version() <= since) {
        break;
      }
      fresh.add(event);
    }
    return fresh.reversed();
  }

  /// Calls a task after every change, until the store closes or the thread is interrupted.
  public void follow(Runnable task) {
    long seen = -1;
    try {
      while (!closed()) {
        long now = version();
        if (now == seen) {
          after(seen, 500);
        } else {
          seen = now;
          task.run();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public synchronized boolean closed() {
    return closed;
  }

  /// Forgets the remembered changes, as etcd does when it compacts: older watches get 410.
  public synchronized void compact() {
    events.clear();
    version += 10;
    events.addLast(
        new Event(
            version,
            Change.DELETED,
            new Key(Resources.CONFIG_MAP, "", ""),
            Document.nothing(),
            Document.nothing()));
  }

  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
