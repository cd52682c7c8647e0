package dev.mooring.registry.browse;

import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.NaturalOrder;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Whether a repository has a newer image than the one of a tag.
///
/// Newer is what was built later. Builders that make images reproducible say no time, or 1970: then
/// a tag that looks the same and counts on is newer, as "v1.10" is than "v1.9".
public final class NewerTag {
  private static final Comparator<ImageSummary> BY_TIME =
      Comparator.comparing(NewerTag::time).thenComparing(ImageSummary::tag, NaturalOrder.INSTANCE);

  private NewerTag() {}

  /// The newest of those that are newer.
  ///
  /// @param rows all tags of the repository
  public static Optional<String> of(List<ImageRow> rows, String tag) {
    List<ImageSummary> all = rows.stream().flatMap(each -> each.summary().stream()).toList();
    return all.stream()
        .filter(each -> each.tag().equals(tag))
        .findFirst()
        .flatMap(
            own ->
                all.stream()
                    .filter(each -> !each.digest().equals(own.digest()))
                    .filter(isNewer(own))
                    .max(BY_TIME)
                    .map(ImageSummary::tag));
  }

  private static Predicate<ImageSummary> isNewer(ImageSummary own) {
    return time(own).getEpochSecond() > 0
        ? each -> time(each).isAfter(time(own))
        : each ->
            shape(each.tag()).equals(shape(own.tag()))
                && NaturalOrder.INSTANCE.compare(each.tag(), own.tag()) > 0;
  }

  private static Instant time(ImageSummary image) {
    Instant created = image.created();
    return created == null ? Instant.EPOCH : created;
  }

  private static String shape(String tag) {
    return tag.replaceAll("[0-9]+", "0");
  }
}
