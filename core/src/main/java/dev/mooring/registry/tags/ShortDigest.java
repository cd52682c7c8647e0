package dev.mooring.registry.tags;

import dev.mooring.document.Printable;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Registry;
import dev.mooring.registry.TagChange;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A digest as people abbreviate one: the first of its digits, where the history of a repository
/// has only one that begins so.
public final class ShortDigest {
  /// Fewer are a typing error rather than a digest.
  private static final Pattern FORM = Pattern.compile("(sha256:)?[0-9a-f]{4,63}");

  private static final int SHOWN = 5;
  private static final int LONGEST = 80;

  private ShortDigest() {}

  /// @param text the whole digest, or at least four of its first digits, with or without "sha256:"
  /// @throws MooringException with the code INVALID_NAME where it is neither or begins several
  /// digests, and NOT_FOUND where it begins none
  public static Digest of(Registry registry, String repository, String text)
      throws InterruptedException {
    if (!FORM.matcher(text).matches()) {
      return new Digest(text.length() == 64 ? "sha256:" + text : text);
    }
    return of(registry.changes(repository), repository, text);
  }

  static Digest of(List<TagChange> changes, String repository, String text) {
    String start = text.startsWith("sha256:") ? text : "sha256:" + text;
    Collection<String> found =
        changes.stream()
            .flatMap(each -> Stream.of(each.to(), each.from()))
            .flatMap(Optional::stream)
            .map(Digest::text)
            .filter(each -> each.startsWith(start))
            .collect(Collectors.toCollection(TreeSet::new));
    if (found.size() == 1) {
      return new Digest(found.iterator().next());
    }
    throw found.isEmpty() ? unknown(repository, text) : ambiguous(repository, text, found);
  }

  private static MooringException unknown(String repository, String text) {
    return new Problem(
            Code.NOT_FOUND,
            Messages.of("unknown-digest", Printable.cut(text, LONGEST)),
            Messages.of("no-digest-begins-so", repository),
            new Remedy.Command(
                Messages.of("see-what-is-known"), "mooring tag-history " + repository))
        .raise();
  }

  private static MooringException ambiguous(
      String repository, String text, Collection<String> found) {
    String some = found.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return new Problem(
            Code.INVALID_NAME,
            Messages.of("ambiguous-digest", text),
            Messages.of("several-begin-so", repository, some),
            new Remedy.Advice(Messages.of("give-more-digits")))
        .raise();
  }
}
