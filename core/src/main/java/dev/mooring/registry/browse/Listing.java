package dev.mooring.registry.browse;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.AttachedTags;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.Names;
import dev.mooring.registry.distribution.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Rows for everything that a registry lists: what is odd is marked, and the rest goes on.
///
/// Repositories and rows are read side by side ([ReadAhead]), over kept connections, and told as
/// soon as they and all before them are known, in the order of names. What they keep has a
/// [RowBudget], so that a list of any length needs a bounded heap. A registry that cannot be
/// reached says nothing of its images, so that it ends the list; a repository that cannot be
/// listed is a row of it. Thread-safe, blocking.
public final class Listing {
  private static final int MOST_ODD = 100;

  /// Instead of the names that aren't read.
  private static final String OTHERS = "...";

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

  /// As [dev.mooring.registry.Registry#repositoryNames].
  public Names repositories() throws InterruptedException {
    Catalog.Names names = catalog.repositories();
    return new Names(names.valid(), odd(names), names.more());
  }

  /// As [dev.mooring.registry.Registry#tagNames].
  public Names tags(String repository) throws InterruptedException {
    Catalog.Names names = catalog.tags(repository);
    return new Names(AttachedTags.leftOutOf(names.valid()), odd(repository, names), names.more());
  }

  private static List<ImageRow> odd(Catalog.Names repositories) {
    return repositories.odd().stream()
        .<ImageRow>map(each -> new ImageRow.Unreadable(each, "", misnamed("repository", each)))
        .toList();
  }

  private static List<ImageRow> odd(String repository, Catalog.Names tags) {
    return tags.odd().stream()
        .limit(MOST_ODD)
        .<ImageRow>map(each -> new ImageRow.Unreadable(repository, each, misnamed("tag", each)))
        .toList();
  }

  /// As [dev.mooring.registry.Registry#images].
  public void all(String prefix, Consumer<? super ImageRow> rows) throws InterruptedException {
    RowBudget budget = new RowBudget(bytes);
    Catalog.Names repositories = catalog.repositories();
    List<Callable<List<Callable<ImageRow>>>> lists = new ArrayList<>();
    for (String repository : repositories.valid()) {
      if (repository.startsWith(prefix)) {
        lists.add(() -> marked(repository, budget));
      }
    }
    ReadAhead.of(lists, rows);
    odd(repositories).stream().filter(odd -> odd.repository().startsWith(prefix)).forEach(rows);
    if (repositories.more()) {
      rows.accept(new ImageRow.Unreadable(OTHERS, "", tooMany(repositories)));
    }
  }

  private static Problem tooMany(Catalog.Names names) {
    return new Problem(
        Code.IMAGE_UNREADABLE,
        Messages.of("cannot-list-the-others"),
        Messages.of("the-registry-lists-more-than", names.valid().size()),
        new Remedy.Advice(Messages.of("list-one-repository")));
  }

  /// As [dev.mooring.registry.Registry#rows].
  public void of(String repository, Consumer<? super ImageRow> rows) throws InterruptedException {
    ReadAhead.<ImageRow>of(List.of(() -> steps(repository, new RowBudget(bytes))), rows);
  }

  private List<Callable<ImageRow>> marked(String repository, RowBudget budget)
      throws InterruptedException {
    try {
      if (budget.isSpent()) {
        return List.of();
      }
      List<Callable<ImageRow>> steps = steps(repository, budget);
      return steps.isEmpty() ? List.of(() -> new ImageRow.Tagless(repository)) : steps;
    } catch (MooringException e) {
      Problem why = Summaries.ofTheImage(e);
      return List.of(() -> new ImageRow.Unreadable(repository, "", why));
    }
  }

  private List<Callable<ImageRow>> steps(String repository, RowBudget budget)
      throws InterruptedException {
    Catalog.Names tags = catalog.tags(repository);
    List<String> own = AttachedTags.leftOutOf(tags.valid());
    int most = budget.named(own.size());
    List<Callable<ImageRow>> steps = new ArrayList<>();
    for (String tag : own.subList(0, most)) {
      steps.add(() -> budget.fitted(summaries.row(repository, tag)));
    }
    if (most < own.size()) {
      Problem why = RowBudget.tooMuch(repository);
      steps.add(() -> new ImageRow.Unreadable(repository, "", why));
    }
    odd(repository, tags).forEach(odd -> steps.add(() -> odd));
    return steps;
  }

  private static Problem misnamed(String kind, String name) {
    return new Problem(
        Code.IMAGE_UNREADABLE,
        Messages.of("cannot-read-the", kind, name),
        Messages.of("the-registry-lists-a-name-that", kind),
        new Remedy.Advice(Messages.of("look-into-the-registrys-storage")));
  }
}
