package dev.mooring.practice.api;

import dev.mooring.document.Document;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// The write path: every change by a client or a controller goes through here.
public final class Objects {
  /// How a write is meant.
  ///
  /// @param manager who writes, for managed fields
  public record Write(String manager, boolean dryRun, boolean force, String subresource) {
    public static Write by(String manager) {
      return new Write(manager, false, false, "");
    }
  }

  private static final Set<String> WITHOUT_GENERATION =
      Set.of(
          "ConfigMap",
          "Event",
          "Namespace",
          "Node",
          "PersistentVolume",
          "PersistentVolumeClaim",
          "Secret",
          "Service",
          "ServiceAccount");

  private final Store store;
  private final Admission admission;
  private final Deletions deletions;
  private final UnaryOperator<Document> podMutation;

  /// @param podMutation what the mutating webhooks make of a new pod
  public Objects(Store store, UnaryOperator<Document> podMutation) {
    this.store = store;
    this.admission = new Admission(store);
    this.deletions = new Deletions(store);
    this.podMutation = podMutation;
  }

  public Document create(Resource resource, String namespace, Document sent, Write write) {
    return store.together(
        () -> {
          Document object = Preconditions.typed(resource, namespace, sent);
          String prefix = object.at("metadata", "generateName").textOrEmpty();
          if (Meta.name(object).isEmpty() && !prefix.isEmpty()) {
            object = object.with(prefix + Admission.suffix(), "metadata", "name");
          }
          Store.Key key = new Store.Key(resource, namespace, Meta.name(object));
          Preconditions.checkNamespace(store, key);
          if (store.get(key).isPresent()) {
            throw ApiFailure.exists(resource, key.name());
          }
          ManagedFields fields = new ManagedFields();
          fields.written(owner(key, "Update", write), resource, Document.nothing(), object);
          return born(key, fields.on(object), write);
        });
  }

  private Document born(Store.Key key, Document object, Write write) {
    Resource resource = key.resource();
    Document mutated = resource.equals(Resources.POD) ? podMutation.apply(object) : object;
    Document born =
        mutated
            .with(UUID.randomUUID().toString(), "metadata", "uid")
            .with(now(), "metadata", "creationTimestamp")
            .without("metadata", "resourceVersion");
    Document fresh =
        admission.create(
            resource, generations(resource) ? born.with(1, "metadata", "generation") : born);
    return write.dryRun() ? fresh : store.put(key, _ -> fresh);
  }

  private static boolean generations(Resource resource) {
    return !WITHOUT_GENERATION.contains(resource.kind());
  }

  Document replace(Store.Key key, Document sent, Write write) {
    Document object = Preconditions.typed(key.resource(), key.namespace(), sent);
    if (!Meta.name(object).equals(key.name())) {
      throw ApiFailure.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(Meta.name(object), key.name()));
    }
    return change(key, write, _ -> object);
  }

  /// Changes an existing object. A `resourceVersion` in the result that is not the present one is a
  /// conflict.
  Document change(Store.Key key, Write write, UnaryOperator<Document> change) {
    return store.together(
        () -> {
          Document live =
              store.get(key).orElseThrow(() -> ApiFailure.notFound(key.resource(), key.name()));
          Document wanted = change.apply(live);
          Preconditions.checkVersion(key, live, wanted);
          Document after = finished(key.resource(), live, wanted, write.subresource());
          if (unowned(live).equals(unowned(after))) {
            return live;
          }
          ManagedFields fields = ManagedFields.of(live);
          fields.written(owner(key, "Update", write), key.resource(), live, after);
          Document owned = fields.on(after);
          return write.dryRun() ? owned : deletions.settle(key, owned);
        });
  }

  private static Document unowned(Document object) {
    return object.without("metadata", "managedFields");
  }

  Document apply(Store.Key key, Document sent, Write write) {
    Resource resource = key.resource();
    Document desired =
        Preconditions.typed(resource, key.namespace(), sent).with(key.name(), "metadata", "name");
    if (!sent.at("metadata", "managedFields").items().isEmpty()) {
      throw ApiFailure.badRequest("metadata.managedFields must be nil");
    }
    return store.together(
        () -> {
          Document live = store.get(key).orElse(Document.nothing());
          if (live.isNothing()) {
            Preconditions.checkNamespace(store, key);
          } else {
            Preconditions.checkVersion(key, live, desired);
          }
          Document applied =
              Patches.apply(
                  resource,
                  live,
                  desired.without("metadata", "resourceVersion"),
                  owner(key, "Apply", write),
                  write.force());
          if (live.isNothing()) {
            return born(key, applied, write);
          }
          Document after = finished(resource, live, applied, write.subresource());
          return write.dryRun() || after.equals(live) ? after : deletions.settle(key, after);
        });
  }

  private static ManagedFields.Owner owner(Store.Key key, String operation, Write write) {
    return new ManagedFields.Owner(
        write.manager(), operation, key.resource().apiVersion(), write.subresource());
  }

  /// A write to a subresource changes that part only, any other leaves the status alone.
  private static Document limited(Document live, Document wanted, String subresource) {
    return switch (subresource) {
      case "status" ->
          live.with(wanted.at("status"), "status")
              .with(wanted.at("metadata", "managedFields"), "metadata", "managedFields");
      case "ephemeralcontainers" ->
          live.with(wanted.at("spec", "ephemeralContainers"), "spec", "ephemeralContainers");
      default -> wanted.with(live.at("status"), "status");
    };
  }

  private Document finished(Resource resource, Document live, Document wanted, String subresource) {
    Document stamped = limited(live, wanted, subresource);
    for (String field : new String[] {"resourceVersion", "uid", "generation"}) {
      stamped = stamped.with(live.at("metadata", field), "metadata", field);
    }
    if (subresource.equals("ephemeralcontainers") || subresource.equals("status")) {
      return stamped;
    }
    Document after = admission.update(resource, live, stamped);
    long generation = live.at("metadata", "generation").integer().orElse(1L);
    return generations(resource) && !after.at("spec").equals(live.at("spec"))
        ? after.with((int) (generation + 1), "metadata", "generation")
        : after;
  }

  /// Deletes an object and what it owns.
  public Document delete(Store.Key key, boolean dryRun, boolean orphans) {
    return store.together(() -> deletions.delete(key, dryRun, orphans));
  }

  /// Sets the status as a controller does, without asking admission.
  public void status(Store.Key key, UnaryOperator<Document> change) {
    store.put(
        key,
        live -> live.isNothing() ? live : live.with(change.apply(live.at("status")), "status"));
  }

  public Store store() {
    return store;
  }

  public static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
