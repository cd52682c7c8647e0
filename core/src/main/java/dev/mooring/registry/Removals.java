package dev.mooring.registry;

import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Registry.Removal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Plans and does removals.
///
/// A registry removes a digest together with every tag of it and says nothing about either, so the
/// tags are resolved first. Registries before 3.0 cannot remove a tag alone.
final class Removals {
  private static final int WIDTH = 8;
  private static final int DEEPEST = 3;

  private final Connection connection;
  private final Catalog catalog;
  private final Manifests manifests;

  Removals(Connection connection, Catalog catalog, Manifests manifests) {
    this.connection = connection;
    this.catalog = catalog;
    this.manifests = manifests;
  }

  Removal plan(String repository, String reference) throws InterruptedException {
    String what = "Cannot remove " + Manifests.name(repository, reference);
    Descriptor asked =
        manifests
            .head(repository, reference)
            .orElseThrow(
                () ->
                    new Problem(
                            what,
                            "the registry has no such image",
                            "See the names with `mooring images`")
                        .raise());
    Digest digest = asked.digest();
    boolean byDigest = Digests.read(reference).isPresent();
    Map<String, Descriptor> tags = resolve(repository);
    List<String> same =
        tags.entrySet().stream()
            .filter(each -> each.getValue().digest().equals(digest))
            .map(Map.Entry::getKey)
            .toList();
    List<String> going;
    List<String> staying;
    if (byDigest) {
      going = new ArrayList<>(same);
      // What is attached to the digest means nothing without it.
      String attached = "sha256-" + digest.hex();
      tags.keySet().stream()
          .filter(tag -> tag.startsWith(attached) && !going.contains(tag))
          .forEach(going::add);
      staying = List.of();
    } else {
      going = List.of(reference);
      staying = same.stream().filter(tag -> !tag.equals(reference)).toList();
    }
    List<Digest> orphans = staying.isEmpty() ? orphans(repository, digest, tags, going) : List.of();
    return new Removal(repository, reference, digest, going, staying, orphans);
  }

  private Map<String, Descriptor> resolve(String repository) throws InterruptedException {
    List<String> names = catalog.tags(repository);
    List<Together.Step<Optional<Descriptor>>> steps = new ArrayList<>();
    for (String name : names) {
      steps.add(() -> manifests.head(repository, name));
    }
    List<Optional<Descriptor>> found = Together.run(WIDTH, steps);
    Map<String, Descriptor> tags = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      found.get(i).ifPresent(each -> tags.put(name, each));
    }
    return tags;
  }

  /// The digest and its children, without those that a tag which stays refers to.
  private List<Digest> orphans(
      String repository, Digest digest, Map<String, Descriptor> tags, List<String> going)
      throws InterruptedException {
    Set<Digest> needed = new HashSet<>();
    for (Map.Entry<String, Descriptor> tag : tags.entrySet()) {
      if (!going.contains(tag.getKey()) && needed.add(tag.getValue().digest())) {
        if (MediaTypes.isIndex(tag.getValue().mediaType())) {
          closure(repository, tag.getValue().digest(), needed, DEEPEST);
        }
      }
    }
    Set<Digest> taken = new LinkedHashSet<>();
    taken.add(digest);
    closure(repository, digest, taken, DEEPEST);
    taken.removeAll(needed);
    return List.copyOf(taken);
  }

  private void closure(String repository, Digest digest, Set<Digest> into, int depth)
      throws InterruptedException {
    Optional<Manifest> manifest = manifests.find(repository, digest.text());
    if (manifest.isEmpty() || depth == 0) {
      return;
    }
    for (Descriptor child : manifest.get().children()) {
      if (into.add(child.digest())) {
        closure(repository, child.digest(), into, depth - 1);
      }
    }
  }

  void remove(Removal plan) throws InterruptedException {
    String what = "Cannot remove " + Manifests.name(plan.repository(), plan.reference());
    Removal now = plan(plan.repository(), plan.reference());
    if (!now.digest().equals(plan.digest())
        || (plan.isByDigest() && !Set.copyOf(now.tags()).equals(Set.copyOf(plan.tags())))) {
      throw new Problem(
              what,
              "it was pushed again since the removal was planned",
              "Look at it again, then remove it")
          .raise();
    }
    if (!plan.isByDigest()) {
      delete(what, plan, plan.reference());
      return;
    }
    // An index first: its children must not vanish under it. Its tags go with it.
    List<String> names = new ArrayList<>();
    names.add(plan.digest().text());
    now.manifests().stream()
        .map(Digest::text)
        .filter(digest -> !names.contains(digest) && plan.manifests().contains(new Digest(digest)))
        .forEach(names::add);
    plan.tags().stream().filter(tag -> tag.startsWith("sha256-")).forEach(names::add);
    for (String name : names) {
      delete(what, plan, name);
    }
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

  private static MooringException refusal(String what, Removal plan, String name, Answer answer) {
    String code = answer.errorCode();
    if (answer.status() == 405) {
      return new Problem(
              what,
              "deletes are switched off in this registry",
              "Let `mooring install` bring its settings up to date; in a registry of your own set"
                  + " REGISTRY_STORAGE_DELETE_ENABLED=true",
              Refusals.detail(answer))
          .raise();
    }
    boolean tag = Digests.read(name).isEmpty();
    if (tag && answer.status() == 400 && (code.equals("DIGEST_INVALID") || code.isEmpty())) {
      List<String> all = new ArrayList<>(plan.tags());
      all.addAll(plan.siblings());
      return new Problem(
              what,
              "this registry is older than 3.0 and cannot remove a tag alone",
              "Remove the digest "
                  + plan.digest()
                  + ", which takes all its tags with it: "
                  + Refusals.brief(String.join(", ", all)),
              Refusals.detail(answer))
          .raise();
    }
    return Refusals.refused(what, plan.repository(), answer);
  }
}
