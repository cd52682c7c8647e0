package dev.mooring.registry.browse;

import dev.mooring.job.Concurrently;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.AttachedTags;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.distribution.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// Rows for everything that a registry lists: what is odd is marked, and the rest goes on.
///
/// Eight rows are read at once, and what they keep has a [RowBudget], so that a list of any
/// length needs a bounded heap. The rows keep the order of names. A registry that cannot be
/// reached says nothing of its images, so that it ends the list; a repository that cannot be
/// listed is a row of it. Thread-safe, blocking.
public final class Listing {
  private static final int MOST_ODD = 100;

  private final Catalog catalog;
  private final Summaries summaries;
  private final long bytes;

  /// Within [RowBudget#BYTES] for each list.
  public Listing(Catalog catalog, Summaries summaries) {
    this(catalog, summaries, RowBudget.BYTES);
  }

  /// @param bytes what the rows of one list may keep
  Listing(Catalog catalog, Summaries summaries, long bytes) {
    this.catalog = catalog;
    this.summaries = summaries;
    this.bytes = bytes;
  }

  /// As [dev.mooring.registry.Registry#images]. Repositories are read one after the
  /// other, eight rows of each at a time.
  public List<ImageRow> all(String prefix) throws InterruptedException {
    List<ImageRow> rows = new ArrayList<>();
    RowBudget budget = new RowBudget(bytes);
    Catalog.Names repositories = catalog.repositories();
    for (String repository : repositories.valid()) {
      if (repository.startsWith(prefix)) {
        if (budget.isSpent()) {
          rows.add(new ImageRow.Unreadable(repository, "", RowBudget.tooMuch(repository)));
          break;
        }
        try {
          rows.addAll(of(repository, budget));
        } catch (MooringException e) {
          rows.add(new ImageRow.Unreadable(repository, "", Summaries.ofTheImage(e)));
        }
      }
    }
    for (String odd : repositories.odd()) {
      if (odd.startsWith(prefix)) {
        rows.add(new ImageRow.Unreadable(odd, "", misnamed("repository", odd)));
      }
    }
    return rows;
  }

  /// As [dev.mooring.registry.Registry#rows].
  public List<ImageRow> of(String repository) throws InterruptedException {
    return of(repository, new RowBudget(bytes));
  }

  private List<ImageRow> of(String repository, RowBudget budget) throws InterruptedException {
    Catalog.Names tags = catalog.tags(repository);
    List<Callable<ImageRow>> steps = new ArrayList<>();
    for (String tag : AttachedTags.leftOutOf(tags.valid())) {
      steps.add(() -> budget.fitted(summaries.row(repository, tag)));
    }
    List<ImageRow> rows = new ArrayList<>(Concurrently.all(steps));
    tags.odd().stream()
        .limit(MOST_ODD)
        .forEach(odd -> rows.add(new ImageRow.Unreadable(repository, odd, misnamed("tag", odd))));
    return rows;
  }

  private static Problem misnamed(String kind, String name) {
    return new Problem(
        Code.IMAGE_UNREADABLE,
        Messages.of("cannot-read-the", kind, name),
        Messages.of("the-registry-lists-a-name-that", kind),
        new Remedy.Advice(Messages.of("look-into-the-registrys-storage")));
  }
}
