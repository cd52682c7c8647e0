package dev.mooring.practice.api;

import dev.mooring.document.Document;
import java.util.List;

/// How objects go. Everything ends at once: no grace, no finalizers of the server's own; an object
/// with finalizers stays until they are gone.
final class Deletions {
  private final Store store;

  Deletions(Store store) {
    this.store = store;
  }

  Document delete(Store.Key key, boolean dryRun, boolean orphans) {
    Document live =
        store.get(key).orElseThrow(() -> ApiFailure.notFound(key.resource(), key.name()));
    if (dryRun) {
      return live;
    }
    Document marked = store.put(key, Deletions::terminating);
    if (key.resource().equals(Resources.NAMESPACE)) {
      store.keys(each -> each.namespace().equals(key.name())).forEach(this::end);
    } else if (!orphans) {
      owned(Meta.uid(live)).forEach(this::end);
    }
    return settle(key, marked);
  }

  /// What a write leaves: an object that was only kept by its finalizers goes with the last.
  Document settle(Store.Key key, Document after) {
    Document kept = store.put(key, _ -> after);
    boolean held = !after.at("metadata", "finalizers").items().isEmpty();
    return !Meta.isDeleting(after) || held ? kept : store.remove(key).orElse(kept);
  }

  private void end(Store.Key key) {
    if (store.get(key).isPresent()) {
      delete(key, false, false);
    }
  }

  private static Document terminating(Document object) {
    if (Meta.isDeleting(object)) {
      return object;
    }
    Document marked =
        object
            .with(Objects.now(), "metadata", "deletionTimestamp")
            .with(0, "metadata", "deletionGracePeriodSeconds");
    return object.at("kind").textOrEmpty().equals("Namespace")
        ? marked.with("Terminating", "status", "phase")
        : marked;
  }

  private List<Store.Key> owned(String uid) {
    return store.keys(
        key ->
            store.get(key).stream()
                .flatMap(each -> each.at("metadata", "ownerReferences").stream())
                .anyMatch(each -> each.at("uid").textOrEmpty().equals(uid)));
  }
}
