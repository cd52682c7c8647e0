package dev.mooring.registry.tree;

import dev.mooring.message.Nearest;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Platform;
import dev.mooring.registry.TagPage;
import dev.mooring.registry.transfer.PlatformChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Images that are not where they were looked for, with what is there instead.
final class MissingImage {
  private static final int MOST_PAGES = 10;
  private static final int MOST_TAGS = 10_000;
  private static final int SHOWN = 3;

  private MissingImage() {}

  static MooringException reference(ImageSource source, String reference)
      throws InterruptedException {
    boolean digest = Digests.read(reference).isPresent();
    return problem(
        Code.IMAGE_MISSING,
        source,
        digest ? Messages.of("no-such-digest", reference) : Messages.of("no-such-tag", reference),
        digest ? Messages.of("deleted-or-elsewhere") : advice(reference, tags(source)));
  }

  static MooringException child(ImageSource source, Digest digest) {
    return problem(
        Code.IMAGE_INCOMPLETE,
        source,
        Messages.of("its-image-is-missing", digest.brief()),
        Messages.of("choose-another-platform"));
  }

  static MooringException platform(
      ImageSource source, List<Platform> there, PlatformChoice wanted) {
    return problem(
        Code.IMAGE_MISSING,
        source,
        Messages.of("no-image-for", wanted),
        Messages.of(
            "images-for",
            there.stream()
                .filter(each -> !each.os().isEmpty())
                .map(Platform::toString)
                .distinct()
                .limit(20)
                .collect(Collectors.joining(", "))));
  }

  private static MooringException problem(
      Code code, ImageSource source, String why, String advice) {
    return new Problem(
            code, Messages.of("cannot-show", source.name()), why, new Remedy.Advice(advice))
        .raise();
  }

  private static String advice(String reference, List<String> tags) {
    if (tags.isEmpty()) {
      return Messages.of("no-tags-there");
    }
    List<String> near = Nearest.to(reference, tags, SHOWN);
    return near.isEmpty()
        ? Messages.of(
            "tags-there",
            String.join(", ", tags.subList(Math.max(0, tags.size() - SHOWN), tags.size())))
        : Messages.of("did-you-mean", String.join(", ", near));
  }

  /// It is only advice: what fails on the way leaves it out.
  private static List<String> tags(ImageSource source) throws InterruptedException {
    List<String> all = new ArrayList<>();
    try {
      String from = "";
      for (int page = 0; page < MOST_PAGES && all.size() < MOST_TAGS; page++) {
        TagPage tags = source.tags(from);
        all.addAll(tags.tags());
        if (tags.next().isEmpty()) {
          break;
        }
        from = tags.next();
      }
    } catch (MooringException e) {
      return all;
    }
    return all;
  }
}
