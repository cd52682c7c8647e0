package dev.mooring.registry.space;

import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.AttachedTags;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.NaturalOrder;
import dev.mooring.registry.TagPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// How much of an image other images of its repository lead to as well, compressed as the registry
/// has it.
///
/// @param size bytes of all that the image leads to, each part once
/// @param unique bytes that none of the images leads to that it was compared with
/// @param compared how many other tags it was compared with
/// @param same how many tags name the image itself; they are no others
/// @param left how many tags were not looked at, because there are so many
/// @param unread how many tags could not be read
public record SharedSize(long size, long unique, int compared, int same, int left, int unread) {
  /// Of which each takes a request, and one more for each image of an index.
  private static final int MOST = 500;

  private static final int MOST_LISTED = 20_000;
  private static final int WIDTH = 8;

  /// Bytes that others lead to as well.
  public long shared() {
    return size - unique;
  }

  /// Reads the manifests of up to 500 tags, the last ones in natural order where there are more.
  /// Blocking; an interrupt ends it.
  ///
  /// @param image an image or an index
  /// @throws MooringException where the tags cannot be listed, or the image itself not be read
  public static SharedSize of(ImageSource source, Manifest image, Progress progress)
      throws InterruptedException {
    TagParts own = TagParts.read(source, image.digest().text());
    if (own.problem().isPresent()) {
      throw own.problem().get().raise();
    }
    List<String> all = tags(source);
    List<String> looked = all.subList(Math.max(0, all.size() - MOST), all.size());
    Set<Digest> shared = ConcurrentHashMap.newKeySet();
    AtomicInteger same = new AtomicInteger();
    AtomicInteger unread = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    List<Callable<Boolean>> steps = new ArrayList<>();
    for (String tag : looked) {
      steps.add(
          () -> {
            TagParts other = TagParts.read(source, tag);
            if (other.problem().isPresent()) {
              unread.incrementAndGet();
            } else if (other.sizes().keySet().equals(own.sizes().keySet())) {
              same.incrementAndGet();
            } else {
              own.sizes().keySet().stream().filter(other.sizes()::containsKey).forEach(shared::add);
            }
            progress.advance(
                Messages.of("reading"), done.incrementAndGet(), looked.size(), Progress.Unit.ITEMS);
            return true;
          });
    }
    Concurrently.run(WIDTH, steps);
    return new SharedSize(
        own.sizes().values().stream().mapToLong(Long::longValue).sum(),
        own.sizes().entrySet().stream()
            .filter(each -> !shared.contains(each.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum(),
        looked.size() - same.get() - unread.get(),
        same.get(),
        all.size() - looked.size(),
        unread.get());
  }

  /// In natural order, without those of signatures and the like.
  private static List<String> tags(ImageSource source) throws InterruptedException {
    List<String> tags = new ArrayList<>();
    String next = "";
    do {
      TagPage page = source.tags(next);
      page.tags().stream().filter(each -> AttachedTags.subject(each).isEmpty()).forEach(tags::add);
      next = page.next();
    } while (!next.isEmpty() && tags.size() < MOST_LISTED);
    tags.sort(NaturalOrder.INSTANCE);
    return tags;
  }
}
