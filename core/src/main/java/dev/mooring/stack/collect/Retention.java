package dev.mooring.stack.collect;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.NaturalOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which tags of a repository are no longer wanted: those that every given rule chooses.
///
/// @param keepLast how many tags of each repository stay, the newest; by the creation date in the
/// image, and by the tag's name (v10 after v9) where dates are missing or equal
/// @param olderThan images created less long ago stay, and those that do not say when
/// @param patterns REPOSITORY or REPOSITORY:TAG with `*` for any text; tags that none of them
/// matches stay; empty for all tags
public record Retention(OptionalInt keepLast, Optional<Duration> olderThan, List<String> patterns) {
  private static final int MOST_PATTERNS = 50;
  private static final int LONGEST_PATTERN = 512;
  private static final Pattern AGE = Pattern.compile("(\\d{1,5})([mhdw])");

  private static final Comparator<ImageSummary> NEWEST_FIRST =
      Comparator.comparing(
              (ImageSummary each) -> Optional.ofNullable(each.created()).orElse(Instant.EPOCH))
          .thenComparing(ImageSummary::tag, NaturalOrder.INSTANCE)
          .reversed();

  /// @throws MooringException naming the rule that makes no sense
  public Retention {
    patterns = List.copyOf(patterns);
    if (keepLast.isPresent() && keepLast.getAsInt() < 1) {
      throw invalid(
          Integer.toString(keepLast.getAsInt()), Messages.of("keep-at-least-one-tag"), "5");
    }
    if (patterns.size() > MOST_PATTERNS) {
      throw invalid(
          Messages.of("patterns", patterns.size()),
          Messages.of("patterns-are-the-most", MOST_PATTERNS),
          "app/*:pr-*");
    }
    for (String each : patterns) {
      if (each.isBlank() || each.length() > LONGEST_PATTERN) {
        throw invalid(each, Messages.of("a-pattern-is-a-repository"), "app/*:pr-*");
      }
    }
  }

  /// No tag goes.
  public static Retention none() {
    return new Retention(OptionalInt.empty(), Optional.empty(), List.of());
  }

  /// Whether a rule is given at all; without one no tag goes.
  public boolean choosesTags() {
    return keepLast.isPresent() || olderThan.isPresent() || !patterns.isEmpty();
  }

  /// An age such as 30d: minutes (m), hours (h), days (d) or weeks (w).
  ///
  /// @throws MooringException when it is none
  public static Duration age(String text) {
    Matcher matcher = AGE.matcher(text.strip());
    if (!matcher.matches()) {
      throw invalid(text, Messages.of("an-age-is-a-number"), "30d");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofDays(7 * number);
    };
  }

  /// The tags that go, the newest first.
  ///
  /// @param repository all tags of one repository
  List<ImageSummary> outdated(List<ImageSummary> repository, Instant now) {
    if (!choosesTags()) {
      return List.of();
    }
    Stream<ImageSummary> chosen =
        repository.stream().filter(this::matches).sorted(NEWEST_FIRST).skip(keepLast.orElse(0));
    return chosen.filter(each -> old(each, now)).collect(Collectors.toCollection(ArrayList::new));
  }

  private boolean old(ImageSummary image, Instant now) {
    Instant created = image.created();
    return olderThan.map(age -> created != null && created.isBefore(now.minus(age))).orElse(true);
  }

  private boolean matches(ImageSummary image) {
    return patterns.isEmpty()
        || patterns.stream().anyMatch(each -> matches(each, image.repository(), image.tag()));
  }

  private static boolean matches(String pattern, String repository, String tag) {
    int colon = pattern.lastIndexOf(':');
    String first = colon < 0 ? pattern : pattern.substring(0, colon);
    return glob(first, repository) && (colon < 0 || glob(pattern.substring(colon + 1), tag));
  }

  /// Whether a text is a pattern's, in which `*` stands for any text. In one pass and without
  /// backtracking further than the last star.
  static boolean glob(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int from = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        from = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++from;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(each -> each == '*');
  }

  private static MooringException invalid(String value, String why, String example) {
    return new Problem(
            Code.INVALID_VALUE,
            Messages.of("not-a-retention-rule", value.toLowerCase(Locale.ROOT)),
            why,
            new Remedy.Advice(Messages.of("for-example", example)))
        .raise();
  }
}
