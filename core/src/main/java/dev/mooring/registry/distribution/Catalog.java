package dev.mooring.registry.distribution;

import dev.mooring.document.Document;
import dev.mooring.document.Printable;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.ImageReferences;
import dev.mooring.registry.NaturalOrder;
import dev.mooring.registry.TagLog;
import dev.mooring.registry.TagPage;
import dev.mooring.registry.http.Answer;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.RegistryRefusals;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The lists of repositories and tags. Pages are followed by their `Link` and never by
/// counting, since a registry may send fewer names than it was asked for, or all of them. A
/// page that comes twice, a thousand pages, and a `Link` to another host end a list as no
/// registry's. Thread-safe, blocking.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-tags
public final class Catalog {
  /// The most that every release of the distribution registry takes.
  private static final int PAGE = TagPage.LONGEST;

  private static final int MOST_REPOSITORIES = 10_000;
  private static final int MOST_TAGS = 50_000;
  private static final int MOST_ODD = 100;
  private static final int LONGEST_NAME = 300;
  private static final int MOST_PAGES = 1_000;

  private final Connection connection;
  private final TagLog log;

  /// @param connection follows a page's `Link` only to the registry itself
  public Catalog(Connection connection) {
    this(connection, TagLog.NONE);
  }

  /// @param log told of whole lists of tags
  public Catalog(Connection connection, TagLog log) {
    this.connection = connection;
    this.log = log;
  }

  /// Names as they are, and what stands among them that can be none, short and harmless.
  ///
  /// @param odd never a name that could be asked for
  /// @param more whether the list goes on beyond the most that is read
  public record Names(List<String> valid, List<String> odd, boolean more) {}

  /// All repositories, at most 10,000, in natural order. `_catalog` is no part of the
  /// specification: a registry may refuse it, which is thrown as any refusal.
  ///
  /// https://distribution.github.io/distribution/spec/api/#listing-repositories
  public Names repositories() throws InterruptedException {
    return sorted(
        collect(
            connection.at("/v2/_catalog?n=" + PAGE),
            Messages.of("cannot-list-the-repositories"),
            "",
            "repositories",
            MOST_REPOSITORIES),
        ImageReferences::isRepository);
  }

  /// The same where a part would be taken for all of them.
  ///
  /// @throws MooringException also where there are more than 10,000
  public List<String> allRepositories() throws InterruptedException {
    Names names = repositories();
    if (names.more()) {
      throw new Problem(
              Code.TOO_MANY_REPOSITORIES,
              Messages.of("cannot-list-the-repositories"),
              Messages.of("it-has-more-repositories-than", MOST_REPOSITORIES),
              new Remedy.Advice(Messages.of("delete-what-nobody-needs")))
          .raise();
    }
    return names.valid();
  }

  /// All tags as they are, those of conventions included; empty when the repository has none
  /// or is not there.
  public Names tags(String repository) throws InterruptedException {
    Instant before = Instant.now();
    Listed tags =
        collect(
            firstTags(repository),
            Messages.of("cannot-list-the-tags-of", repository),
            repository,
            "tags",
            MOST_TAGS);
    if (!tags.more()) {
      log.listed(repository, tags.names(), before);
    }
    return sorted(tags, ImageReferences::isTag);
  }

  private static Names sorted(Listed listed, Predicate<String> valid) {
    return new Names(
        listed.names().stream().filter(valid).sorted(NaturalOrder.INSTANCE).toList(),
        listed.names().stream()
            .filter(valid.negate())
            .limit(MOST_ODD)
            .map(odd -> shown(odd, valid))
            .distinct()
            .toList(),
        listed.more());
  }

  /// What is cut or cleaned could be the name of something else, which nobody meant.
  private static String shown(String odd, Predicate<String> valid) {
    String line = Printable.line(odd, 80);
    return valid.test(line) ? "<" + line + ">" : line;
  }

  /// One page of the same.
  ///
  /// @param from empty for the first, else what the page before says
  TagPage tags(String repository, String from) throws InterruptedException {
    URI first = firstTags(repository);
    URI asked = from.isEmpty() ? first : connection.resolve(first, from);
    Page page = page(asked, Messages.of("cannot-list-the-tags-of", repository), repository, "tags");
    if (page.next().filter(asked::equals).isPresent()) {
      throw endless(asked);
    }
    return new TagPage(
        page.names().stream().filter(ImageReferences::isTag).limit(MOST_TAGS).toList(),
        page.next()
            .map(next -> next.toString().substring(connection.base().toString().length()))
            .orElse(""));
  }

  private URI firstTags(String repository) {
    return connection.at("/v2/" + repository + "/tags/list?n=" + PAGE);
  }

  private record Listed(Set<String> names, boolean more) {}

  private Listed collect(URI first, String what, String repository, String field, int most)
      throws InterruptedException {
    Set<String> names = new LinkedHashSet<>();
    Set<URI> asked = new HashSet<>();
    Optional<URI> next = Optional.of(first);
    boolean more = false;
    while (next.isPresent() && !more) {
      URI at = next.get();
      if (!asked.add(at) || asked.size() > MOST_PAGES) {
        throw endless(at);
      }
      Page page = page(at, what, repository, field);
      for (String each : page.names()) {
        if (names.size() == most && !names.contains(each)) {
          more = true;
          break;
        }
        names.add(each);
      }
      next = page.next();
      more |= next.isPresent() && names.size() == most;
    }
    return new Listed(names, more);
  }

  private static MooringException endless(URI page) {
    return RegistryRefusals.nonsense(
        page, Messages.of("its-pages-never-end"), Messages.of("asked", page));
  }

  private record Page(List<String> names, Optional<URI> next) {}

  private Page page(URI page, String what, String repository, String field)
      throws InterruptedException {
    Answer answer = connection.ask(what, () -> connection.get(page, Map.of()));
    if (answer.status() != 200) {
      throw connection.refused(what, repository, answer);
    }
    Document body = answer.json();
    // An absent list is not the same as an empty one, which 2.8 and 3.1 write as null.
    if (!body.map().containsKey(field)) {
      throw RegistryRefusals.nonsense(
          page, Messages.of("the-answer-has-no-list-of", field), answer);
    }
    if (!body.at(field).isList() && !body.at(field).isNothing()) {
      throw RegistryRefusals.nonsense(page, Messages.of("its-list-of-is-none", field), answer);
    }
    // The brackets make sure that what is no text passes for no name.
    List<String> names =
        body.at(field).items().stream()
            .map(name -> shortened(name.text().orElseGet(() -> "<" + kind(name) + ">")))
            .toList();
    return new Page(names, NextPage.of(connection, page, answer));
  }

  /// What is that long is no name, and is none afterwards.
  private static String shortened(String name) {
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  private static String kind(Document value) {
    return value.isList() || value.isMap() ? Messages.of("not-a-text") : String.valueOf(value);
  }
}
