package dev.mooring.registry;

import dev.mooring.problem.MooringException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What belongs to images: the manifests that an index names and those that they name, with the
/// configurations and layers of all of them, each once.
///
/// It knows the way and its end. What a manifest that is missing or odd means is its [Reader]'s:
/// a copy fails, a removal takes it for a leaf. The other direction is not written in a manifest:
/// what is attached to it is told by [ImageSource#referrers] and [AttachedTags], and what names it
/// is found in the closures of the others. For one thread.
///
/// https://github.com/opencontainers/image-spec/blob/main/image-index.md
public final class Closure {
  /// Images have an index over images; more is allowed, and not without end.
  private static final int DEEPEST = 4;

  private static final int MOST_MANIFESTS = 1_000;
  private static final int MOST_BLOBS = 20_000;

  /// What one manifest names.
  ///
  /// @param manifests none for an image
  /// @param blobs its configuration and layers, but for those that registries are not meant to have
  public record Parts(List<Descriptor> manifests, List<Descriptor> blobs) {
    /// Of what leads nowhere.
    public static final Parts NONE = new Parts(List.of(), List.of());

    /// @throws MooringException where what it names makes no sense
    public static Parts of(Manifest manifest) {
      return new Parts(
          manifest.children(),
          manifest.blobs().stream()
              .filter(each -> !MediaTypes.isForeign(each.mediaType()))
              .toList());
    }
  }

  /// Reads manifests where they are.
  @FunctionalInterface
  public interface Reader {
    /// What a manifest names, asked once for each; [Parts#NONE] where it is the end of the way.
    ///
    /// @throws MooringException which ends the walk
    Parts parts(Descriptor manifest) throws InterruptedException;

    /// Told of manifests that are asked for next: they may be read side by side.
    default void expect(Collection<Descriptor> manifests) throws InterruptedException {}
  }

  private final Reader reader;
  private final Function<String, MooringException> tooMuch;
  private final int deepest;
  private final int most;
  private final Set<Digest> entered = new HashSet<>();
  private final Set<Digest> manifests = new LinkedHashSet<>();
  private final Map<Digest, Descriptor> blobs = new LinkedHashMap<>();

  private Closure(
      Reader reader, Function<String, MooringException> tooMuch, int deepest, int most) {
    this.reader = reader;
    this.tooMuch = tooMuch;
    this.deepest = deepest;
    this.most = most;
  }

  /// Within what images have: 4 levels of indexes, 1,000 manifests and 20,000 blobs.
  ///
  /// @param tooMuch what ends a walk that leads to more, of the reason in words
  public static Closure bounded(Reader reader, Function<String, MooringException> tooMuch) {
    return new Closure(reader, tooMuch, DEEPEST, MOST_MANIFESTS);
  }

  /// As deep as it goes and as far as its reader lets it: for removals, which have to find what
  /// leads to a manifest however it does.
  public static Closure endless(Reader reader) {
    return new Closure(
        reader,
        why -> {
          throw new IllegalStateException(why);
        },
        Integer.MAX_VALUE,
        Integer.MAX_VALUE);
  }

  /// Adds a manifest after all that it names. Where that ends early, what was found stays.
  public void add(Descriptor root) throws InterruptedException {
    Deque<Open> open = new ArrayDeque<>();
    try {
      enter(root, open);
      while (!open.isEmpty()) {
        Descriptor next = open.element().rest().poll();
        if (next == null) {
          manifests.add(open.pop().digest());
        } else {
          enter(next, open);
        }
      }
    } finally {
      open.forEach(each -> manifests.add(each.digest()));
    }
  }

  private void enter(Descriptor next, Deque<Open> open) throws InterruptedException {
    if (!entered.add(next.digest())) {
      return;
    }
    Parts parts = reader.parts(next);
    Map<Digest, Descriptor> rest = new LinkedHashMap<>();
    for (Descriptor child : parts.manifests()) {
      if (!entered.contains(child.digest())) {
        rest.putIfAbsent(child.digest(), child);
      }
    }
    if (!rest.isEmpty() && open.size() == deepest) {
      throw tooMuch.apply(Messages.of("its-indexes-are-nested-too-deep"));
    }
    if (rest.size() > most - entered.size()) {
      throw tooMuch.apply(Messages.of("it-has-more-than-manifests", most));
    }
    open.push(new Open(next.digest(), new ArrayDeque<>(rest.values())));
    parts.blobs().forEach(each -> blobs.putIfAbsent(each.digest(), each));
    if (blobs.size() > MOST_BLOBS) {
      throw tooMuch.apply(Messages.of("it-has-more-than-layers", MOST_BLOBS));
    }
    reader.expect(rest.values());
  }

  /// A manifest on the way, and what of it is still to be entered.
  private record Open(Digest digest, Deque<Descriptor> rest) {}

  /// Those that others name come first: the order to store them in.
  public List<Digest> manifests() {
    return List.copyOf(manifests);
  }

  /// Configurations and layers.
  public List<Descriptor> blobs() {
    return List.copyOf(blobs.values());
  }
}
