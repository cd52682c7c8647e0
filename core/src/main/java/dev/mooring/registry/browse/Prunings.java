package dev.mooring.registry.browse;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Registry;
import dev.mooring.registry.distribution.Catalog;
import dev.mooring.registry.distribution.Manifests;
import dev.mooring.registry.http.Answer;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.RegistryRefusals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Removes many tags of a repository at once. The repository is read once for all of them,
/// where [Removals] reads it for each.
public final class Prunings {
  private final Connection connection;
  private final Catalog catalog;
  private final Manifests manifests;

  /// @param manifests of the same connection: what it removes is forgotten there
  public Prunings(Connection connection, Catalog catalog, Manifests manifests) {
    this.connection = connection;
    this.catalog = catalog;
    this.manifests = manifests;
  }

  /// As [Registry#planPruning]. One request for each tag of the repository, and one for each
  /// index that a tag leads to, whatever the number of tags that go.
  public Registry.Pruning plan(String repository, Set<String> tags, Set<Digest> used)
      throws InterruptedException {
    References references = References.read(repository, catalog, manifests);
    Map<String, Digest> going = new LinkedHashMap<>();
    List<Descriptor> asked = new ArrayList<>();
    for (String tag : references.tags()) {
      if (tags.contains(tag)) {
        going.put(tag, references.digest(tag));
        asked.add(references.descriptor(tag));
      }
    }
    List<Descriptor> needed = new ArrayList<>();
    for (Digest each : used) {
      manifests.head(repository, each.text()).ifPresent(needed::add);
    }
    Orphans orphans = Orphans.of(references, asked, going.keySet(), needed);
    return new Registry.Pruning(
        repository, going, List.copyOf(orphans.attached()), List.copyOf(orphans.digests()));
  }

  /// As [Registry#prune]. The plan is made anew, and only what is in both goes: tags first,
  /// then what was attached to them, then manifests, indexes before their children. Stops at
  /// the first failure; what went before it is gone, and the rest is whole.
  public List<String> carryOut(Registry.Pruning plan, Set<Digest> used)
      throws InterruptedException {
    Set<String> unchanged = new HashSet<>();
    for (Map.Entry<String, Digest> each : plan.tags().entrySet()) {
      Optional<Descriptor> now = manifests.head(plan.repository(), each.getKey());
      if (now.filter(there -> there.digest().equals(each.getValue())).isPresent()) {
        unchanged.add(each.getKey());
      }
    }
    Registry.Pruning now = plan(plan.repository(), unchanged, used);
    List<String> gone = new ArrayList<>();
    for (String tag : now.tags().keySet()) {
      delete(plan.repository(), tag);
      gone.add(tag);
    }
    for (String tag : now.attached()) {
      if (plan.attached().contains(tag)) {
        delete(plan.repository(), tag);
        gone.add(tag);
      }
    }
    for (Digest digest : now.manifests()) {
      if (plan.manifests().contains(digest)) {
        delete(plan.repository(), digest.text());
      }
    }
    return gone;
  }

  private void delete(String repository, String name) throws InterruptedException {
    String what = Messages.of("cannot-delete", Manifests.name(repository, name));
    Answer answer;
    try {
      answer = manifests.delete(repository, name);
    } catch (IOException e) {
      throw connection.failed(what, e);
    }
    // Gone already is what was wanted.
    if (!answer.isSuccess() && answer.status() != 404) {
      throw RegistryRefusals.refused(what, repository, answer);
    }
  }
}
