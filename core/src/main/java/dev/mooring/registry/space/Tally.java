package dev.mooring.registry.space;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Adds up parts that several may lead to. A part belongs to who led to it first, until another
/// does; then it is nobody's own. So one look at each is enough, whatever their number. For one
/// thread.
final class Tally {
  private static final int MOST = 1_000_000;
  private static final int NOBODY = -1;

  /// No blob is larger; sums of a million such stay within bounds.
  private static final long LARGEST = 1L << 42;

  private final Map<Digest, Part> parts = new HashMap<>();
  private final List<Sum> tags = new ArrayList<>();
  private final List<Sum> repositories = new ArrayList<>();
  private long total;

  private static final class Part {
    private final long size;
    private int tag;
    private int repository;
    private int lastRepository;

    Part(long size, int tag, int repository) {
      this.size = size;
      this.tag = tag;
      this.repository = repository;
      this.lastRepository = repository;
    }
  }

  /// What one of them leads to.
  static final class Sum {
    private long size;
    private long unique;

    long size() {
      return size;
    }

    long unique() {
      return unique;
    }
  }

  /// A new one, whose tags are added before those of the next.
  int repository() {
    repositories.add(new Sum());
    return repositories.size() - 1;
  }

  /// @return by what the tag is asked for
  int add(int repository, TagParts tag) {
    int id = tags.size();
    Sum own = new Sum();
    tags.add(own);
    Sum all = repositories.get(repository);
    for (Map.Entry<Digest, Long> each : tag.sizes().entrySet()) {
      Part known = parts.get(each.getKey());
      if (known == null) {
        known = made(each.getKey(), Math.min(each.getValue(), LARGEST), id, repository);
        own.unique += known.size;
        all.unique += known.size;
        all.size += known.size;
        total += known.size;
      } else {
        share(known, repository, all);
      }
      own.size += known.size;
    }
    return id;
  }

  private Part made(Digest digest, long size, int tag, int repository) {
    if (parts.size() >= MOST) {
      throw new Problem(
              Code.IMAGE_UNREADABLE,
              Messages.of("cannot-add-up-the-space"),
              Messages.of("there-are-more-parts-than", MOST),
              new Remedy.Advice(Messages.of("name-a-prefix")))
          .raise();
    }
    Part part = new Part(size, tag, repository);
    parts.put(digest, part);
    return part;
  }

  private void share(Part part, int repository, Sum all) {
    if (part.tag != NOBODY) {
      tags.get(part.tag).unique -= part.size;
      part.tag = NOBODY;
    }
    if (part.lastRepository != repository) {
      part.lastRepository = repository;
      all.size += part.size;
      if (part.repository != NOBODY) {
        repositories.get(part.repository).unique -= part.size;
        part.repository = NOBODY;
      }
    }
  }

  long total() {
    return total;
  }

  Sum ofTag(int id) {
    return tags.get(id);
  }

  Sum ofRepository(int id) {
    return repositories.get(id);
  }
}
