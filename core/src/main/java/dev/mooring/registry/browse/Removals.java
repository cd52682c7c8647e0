package dev.mooring.registry.browse;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.Registry.Removal;
import dev.mooring.registry.Unreadable;
import dev.mooring.registry.distribution.Catalog;
import dev.mooring.registry.distribution.Manifests;
import dev.mooring.registry.http.Answer;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.RegistryRefusals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Plans and does removals.
///
/// A registry removes a digest together with every tag of it and says nothing about either,
/// so the tags are resolved first. Registries before 3.0 cannot remove a tag alone.
public final class Removals {
  private static final Logger LOG = LoggerFactory.getLogger(Removals.class);
  private static final int MOST_KEPT = 200;

  private final Connection connection;
  private final Catalog catalog;
  private final Manifests manifests;

  /// @param manifests of the same connection: what it removes is forgotten there
  public Removals(Connection connection, Catalog catalog, Manifests manifests) {
    this.connection = connection;
    this.catalog = catalog;
    this.manifests = manifests;
  }

  /// As [Registry#planRemoval]. One request for each tag of the repository; for a digest, one
  /// more for each index that a tag leads to.
  ///
  /// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#content-management
  public Removal plan(String repository, String reference) throws InterruptedException {
    Descriptor asked =
        manifests
            .head(repository, reference)
            .orElseThrow(
                () ->
                    new Problem(
                            Code.IMAGE_MISSING,
                            what(repository, reference),
                            Messages.of("the-registry-has-no-such-image"),
                            new Remedy.Command(Messages.of("list-what-there-is"), "mooring images"))
                        .raise());
    Digest digest = asked.digest();
    boolean byDigest = Digests.read(reference).isPresent();
    References references = References.read(repository, catalog, manifests);
    List<String> same = references.tagsOf(digest);
    if (byDigest) {
      List<String> holders = references.holders(digest);
      if (!holders.isEmpty()) {
        throw inUse(repository, digest, holders);
      }
    }
    List<String> going = byDigest ? same : List.of(reference);
    List<String> staying = same.stream().filter(tag -> !going.contains(tag)).toList();
    if (!staying.isEmpty()) {
      return new Removal(repository, reference, digest, going, staying, List.of(), List.of());
    }
    // Those that the registry keeps track of have no tag; with a tag alone they stay.
    Orphans lost =
        Orphans.of(
            references,
            List.of(asked),
            going,
            List.of(),
            each -> byDigest ? manifests.referrers(repository, each) : Optional.empty());
    return new Removal(
        repository,
        reference,
        digest,
        going,
        staying,
        List.copyOf(lost.attached()),
        List.copyOf(lost.digests()));
  }

  private static MooringException inUse(String repository, Digest digest, List<String> holders) {
    List<String> names =
        holders.stream().limit(5).map(tag -> Manifests.name(repository, tag)).toList();
    String all =
        holders.size() > names.size()
            ? Messages.of("and-more", String.join(", ", names), holders.size() - names.size())
            : String.join(", ", names);
    boolean one = holders.size() == 1;
    return new Problem(
            Code.DIGEST_IN_USE,
            what(repository, digest.text()),
            one
                ? Messages.of("the-index-refers-to-it", all)
                : Messages.of("the-indexes-refer-to-it", all),
            new Remedy.Advice(
                one
                    ? Messages.of("delete-the-index-first", all)
                    : Messages.of("delete-the-indexes-first", all)))
        .raise();
  }

  private static String what(String repository, String reference) {
    return Messages.of("cannot-delete", Manifests.name(repository, reference));
  }

  /// @return the tags that went, each with what it named
  public Map<String, Digest> remove(Removal plan) throws InterruptedException {
    String what = what(plan.repository(), plan.reference());
    Removal now = plan(plan.repository(), plan.reference());
    boolean same =
        now.digest().equals(plan.digest())
            && Set.copyOf(now.attached()).equals(Set.copyOf(plan.attached()))
            && (!plan.isByDigest() || Set.copyOf(now.tags()).equals(Set.copyOf(plan.tags())));
    if (!same) {
      throw new Problem(
              Code.IMAGE_CHANGED,
              what,
              Messages.of("the-image-its-tags-or-its"),
              new Remedy.Advice(Messages.of("look-at-it-again-then-delete")))
          .raise();
    }
    Map<String, Digest> named = named(now);
    if (plan.isByDigest()) {
      keep(now);
    }
    delete(what, plan, plan.reference());
    // The image first: it never stands without its signatures.
    List<String> rest = rest(plan, now);
    for (int i = 0; i < rest.size(); i++) {
      List<String> left = rest.subList(i, rest.size());
      String half =
          Messages.of(
              "deleted-but-not",
              Manifests.name(plan.repository(), plan.reference()),
              Unreadable.brief(String.join(", ", left)));
      delete(half, plan, rest.get(i));
    }
    return named;
  }

  /// Reads what goes, for the cache to have it: while its layers are there it can come back.
  private void keep(Removal plan) throws InterruptedException {
    for (Digest each : plan.manifests().stream().limit(MOST_KEPT).toList()) {
      try {
        manifests.find(plan.repository(), each.text(), Manifest::digest);
      } catch (MooringException e) {
        // What cannot be read is deleted all the same.
        LOG.debug("Cannot keep {}", each, e);
      }
    }
  }

  private Map<String, Digest> named(Removal plan) throws InterruptedException {
    Map<String, Digest> named = new LinkedHashMap<>();
    plan.tags().forEach(tag -> named.put(tag, plan.digest()));
    for (String tag : plan.attached()) {
      manifests
          .head(plan.repository(), tag)
          .ifPresent(descriptor -> named.put(tag, descriptor.digest()));
    }
    return named;
  }

  /// What goes after the image itself.
  private static List<String> rest(Removal plan, Removal now) {
    if (!plan.isByDigest()) {
      return plan.attached();
    }
    List<String> names = new ArrayList<>();
    now.manifests().stream()
        .filter(digest -> !digest.equals(plan.digest()) && plan.manifests().contains(digest))
        .map(Digest::text)
        .forEach(names::add);
    return names;
  }

  private void delete(String what, Removal plan, String name) throws InterruptedException {
    Answer answer;
    try {
      answer = manifests.delete(plan.repository(), name);
    } catch (IOException e) {
      throw connection.failed(what, e);
    }
    // Gone already is what was wanted.
    if (answer.isSuccess() || (answer.status() == 404 && !name.equals(plan.reference()))) {
      return;
    }
    throw refusal(what, plan, name, answer);
  }

  private MooringException refusal(String what, Removal plan, String name, Answer answer) {
    String code = answer.errorCode();
    if (answer.status() == 405) {
      return new Problem(
              Code.REGISTRY_CANNOT_DELETE,
              what,
              Messages.of("deleting-is-turned-off-in-this"),
              new Remedy.Advice(Messages.of("let-mooring-install-bring-its-settings")),
              RegistryRefusals.detail(answer))
          .raise();
    }
    boolean tag = Digests.read(name).isEmpty();
    if (tag && answer.status() == 400 && (code.equals("DIGEST_INVALID") || code.isEmpty())) {
      List<String> all = new ArrayList<>(plan.tags());
      all.addAll(plan.siblings());
      return new Problem(
              Code.REGISTRY_CANNOT_DELETE,
              what,
              Messages.of("this-registry-is-older-than-3"),
              new Remedy.Advice(
                  Messages.of(
                      "delete-the-digest-which-takes-all",
                      plan.digest(),
                      Unreadable.brief(String.join(", ", all)))),
              RegistryRefusals.detail(answer))
          .raise();
    }
    return connection.refused(what, plan.repository(), answer);
  }
}
