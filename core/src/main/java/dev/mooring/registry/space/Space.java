package dev.mooring.registry.space;

import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.AttachedTags;
import dev.mooring.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// What the images of a registry take, added up from what their manifests say. What nothing leads
/// to any more is not in it, but for images that Mooring saw to lose their tags: only the
/// registry's volume knows the rest.
///
/// @param total bytes of everything that a tag leads to, each part once
/// @param untagged what is known of images without a tag
/// @param repositories all of them, the largest first
public record Space(long total, Untagged untagged, List<RepositorySpace> repositories) {

  public Space {
    repositories = List.copyOf(repositories);
  }

  /// Reads every tag of a registry: one request each, and one for each manifest that an index
  /// names; what was read before costs less. What cannot be read is marked and ends nothing.
  ///
  /// @throws MooringException where the registry cannot be reached or its repositories not be
  /// listed
  public static Space of(Registry registry, Progress progress) throws InterruptedException {
    Tally tally = new Tally();
    List<Reading> readings = new ArrayList<>();
    List<String> repositories = registry.repositories();
    for (String repository : repositories) {
      readings.add(read(registry, repository, tally));
      progress.advance(
          Messages.of("reading"), readings.size(), repositories.size(), Progress.Unit.ITEMS);
    }
    List<RepositorySpace> spaces = new ArrayList<>();
    for (Reading each : readings) {
      spaces.add(each.space(tally));
    }
    long total = tally.total();
    // Last: what is only theirs is what comes on top.
    Untagged untagged = Untagged.of(registry, tally);
    spaces.sort(
        java.util.Comparator.comparingLong(RepositorySpace::size)
            .reversed()
            .thenComparing(RepositorySpace::repository));
    return new Space(total, untagged, spaces);
  }

  private static Reading read(Registry registry, String repository, Tally tally)
      throws InterruptedException {
    List<String> tags;
    try {
      tags = registry.allTags(repository);
    } catch (MooringException e) {
      return new Reading(repository, -1, List.of(), Optional.of(ofTheRegistry(e)));
    }
    List<Callable<TagParts>> steps = new ArrayList<>();
    tags.forEach(tag -> steps.add(() -> TagParts.read(registry.source(repository), tag)));
    int own = tally.repository();
    List<Row> rows = new ArrayList<>();
    for (TagParts each : Concurrently.all(steps)) {
      rows.add(new Row(each.tag(), tally.add(own, each), each.problem()));
    }
    return new Reading(repository, own, rows, Optional.empty());
  }

  /// @throws MooringException where it says nothing of images
  static Problem ofTheRegistry(MooringException e) {
    if (e.problem().code() == Code.REGISTRY_UNREACHABLE) {
      throw e;
    }
    return e.problem();
  }

  /// @param id by which the tally knows it
  private record Row(String tag, int id, Optional<Problem> problem) {}

  /// @param id -1 where nothing was read
  private record Reading(String repository, int id, List<Row> rows, Optional<Problem> problem) {
    RepositorySpace space(Tally tally) {
      return new RepositorySpace(
          repository,
          id < 0 ? 0 : tally.ofRepository(id).size(),
          id < 0 ? 0 : tally.ofRepository(id).unique(),
          rows.stream()
              .filter(each -> AttachedTags.subject(each.tag()).isEmpty())
              .map(
                  each ->
                      new ImageSpace(
                          each.tag(),
                          tally.ofTag(each.id()).size(),
                          tally.ofTag(each.id()).unique(),
                          each.problem()))
              .toList(),
          problem);
    }
  }
}
