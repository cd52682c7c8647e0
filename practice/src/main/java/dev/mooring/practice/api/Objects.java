package dev.mooring.practice.api;

import dev.mooring.document.Document;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
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
          "Namespace",
          "Node",
          "Service",
          "PersistentVolumeClaim",
          "PersistentVolume",
          "ServiceAccount");

  private final Store store;
  private final Admission admission;
  private final UnaryOperator<Document> podMutation;

  /// @param podMutation what the mutating webhooks make of a new pod
  public Objects(Store store, UnaryOperator<Document> podMutation) {
    this.store = store;
    this.admission = new Admission(store);
    this.podMutation = podMutation;
  }

  public Document create(Resource resource, String namespace, Document sent, Write write) {
    return store.together(
        () -> {
          Document object = typed(resource, namespace, sent);
          String name = Meta.name(object);
          String prefix = object.at("metadata", "generateName").textOrEmpty();
          if (name.isEmpty() && !prefix.isEmpty()) {
            name = prefix + Admission.suffix();
            object = object.with(name, "metadata", "name");
          }
          Store.Key key = new Store.Key(resource, namespace, name);
          checkNamespace(resource, namespace, name);
          if (store.get(key).isPresent()) {
            throw ApiFailure.exists(resource, name);
          }
          ManagedFields fields = new ManagedFields();
          fields.written(owner(resource, "Update", write), resource, Document.nothing(), object);
          Document fresh = fresh(resource, fields.on(object));
          return write.dryRun() ? fresh : store.put(key, _ -> fresh);
        });
  }

  private Document fresh(Resource resource, Document object) {
    Document mutated = resource.equals(Resources.POD) ? podMutation.apply(object) : object;
    Document born =
        mutated
            .with(UUID.randomUUID().toString(), "metadata", "uid")
            .with(now(), "metadata", "creationTimestamp")
            .without("metadata", "resourceVersion");
    return admission.create(
        resource, generations(resource) ? born.with(1, "metadata", "generation") : born);
  }

  private static boolean generations(Resource resource) {
    return !WITHOUT_GENERATION.contains(resource.kind())
        && !resource.kind().equals("ConfigMap")
        && !resource.kind().equals("Secret")
        && !resource.kind().equals("Event");
  }

  public Document replace(
      Resource resource, String namespace, String name, Document sent, Write write) {
    Document object = typed(resource, namespace, sent);
    if (!Meta.name(object).equals(name)) {
      throw ApiFailure.badRequest(
          "the name of the object ("
              + Meta.name(object)
              + ") does not match the name on the URL ("
              + name
              + ")");
    }
    return change(resource, namespace, name, write, _ -> object);
  }

  /// Changes an existing object. A `resourceVersion` in the result that is not the present one is a
  /// conflict.
  public Document change(
      Resource resource,
      String namespace,
      String name,
      Write write,
      UnaryOperator<Document> change) {
    return store.together(
        () -> {
          Store.Key key = new Store.Key(resource, namespace, name);
          Document live = store.get(key).orElseThrow(() -> ApiFailure.notFound(resource, name));
          Document wanted = change.apply(live);
          checkVersion(resource, name, live, wanted);
          Document limited = limited(live, wanted, write.subresource());
          Document after = finished(resource, live, limited, write.subresource());
          if (sameBut(live, after)) {
            return live;
          }
          ManagedFields fields = ManagedFields.of(live);
          fields.written(owner(resource, "Update", write), resource, live, after);
          Document owned = fields.on(after);
          return write.dryRun() ? owned : settle(key, owned);
        });
  }

  public Document apply(
      Resource resource, String namespace, String name, Document sent, Write write) {
    Document desired = typed(resource, namespace, sent).with(name, "metadata", "name");
    if (!sent.at("metadata", "managedFields").items().isEmpty()) {
      throw ApiFailure.badRequest("metadata.managedFields must be nil");
    }
    return store.together(
        () -> {
          Store.Key key = new Store.Key(resource, namespace, name);
          Document live = store.get(key).orElse(Document.nothing());
          if (live.isNothing()) {
            checkNamespace(resource, namespace, name);
          } else {
            checkVersion(resource, name, live, desired);
          }
          Document applied =
              Patches.apply(
                  resource,
                  live,
                  desired.without("metadata", "resourceVersion"),
                  owner(resource, "Apply", write),
                  write.force());
          if (live.isNothing()) {
            Document fresh = fresh(resource, applied);
            return write.dryRun() ? fresh : store.put(key, _ -> fresh);
          }
          Document after =
              finished(
                  resource, live, limited(live, applied, write.subresource()), write.subresource());
          return write.dryRun() || after.equals(live) ? after : settle(key, after);
        });
  }

  private static ManagedFields.Owner owner(Resource resource, String operation, Write write) {
    return new ManagedFields.Owner(
        write.manager(), operation, resource.apiVersion(), write.subresource());
  }

  private static Document typed(Resource resource, String namespace, Document sent) {
    String kind = sent.at("kind").textOrEmpty();
    String version = sent.at("apiVersion").textOrEmpty();
    if ((!kind.isEmpty() && !kind.equals(resource.kind()))
        || (!version.isEmpty() && !version.equals(resource.apiVersion()))) {
      throw ApiFailure.badRequest(
          version
              + "/"
              + kind
              + " in the request does not match "
              + resource.apiVersion()
              + "/"
              + resource.kind());
    }
    Document object = sent.with(resource.kind(), "kind").with(resource.apiVersion(), "apiVersion");
    if (!resource.namespaced()) {
      return object.without("metadata", "namespace");
    }
    String inside = Meta.namespace(object);
    if (!inside.isEmpty() && !inside.equals(namespace)) {
      throw ApiFailure.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    return object.with(namespace, "metadata", "namespace");
  }

  private void checkNamespace(Resource resource, String namespace, String name) {
    if (!resource.namespaced()) {
      return;
    }
    Document found =
        store
            .get(Resources.NAMESPACE, "", namespace)
            .orElseThrow(() -> ApiFailure.notFound(Resources.NAMESPACE, namespace));
    if (Meta.isDeleting(found)) {
      throw ApiFailure.forbidden(
          resource,
          name,
          "unable to create new content in namespace "
              + namespace
              + " because it is being terminated");
    }
  }

  private static void checkVersion(Resource resource, String name, Document live, Document wanted) {
    Document asked = wanted.at("metadata", "resourceVersion");
    if (!asked.isNothing() && !asked.equals(live.at("metadata", "resourceVersion"))) {
      throw ApiFailure.conflict(
          resource,
          name,
          "the object has been modified; please apply your changes to the latest version and try"
              + " again");
    }
    Document uid = wanted.at("metadata", "uid");
    if (!uid.isNothing() && !uid.equals(live.at("metadata", "uid"))) {
      throw ApiFailure.conflict(resource, name, "Precondition failed: UID in precondition differs");
    }
  }

  /// A write to a subresource changes that part only, any other leaves the status alone.
  private static Document limited(Document live, Document wanted, String subresource) {
    Document status = live.at("status");
    return switch (subresource) {
      case "status" ->
          live.with(wanted.at("status"), "status")
              .with(wanted.at("metadata", "managedFields"), "metadata", "managedFields");
      case "ephemeralcontainers" ->
          live.with(wanted.at("spec", "ephemeralContainers"), "spec", "ephemeralContainers");
      case "scale" -> live.with(wanted.at("spec", "replicas"), "spec", "replicas");
      default -> status.isNothing() ? wanted.without("status") : wanted.with(status, "status");
    };
  }

  private Document finished(Resource resource, Document live, Document wanted, String subresource) {
    Document stamped =
        wanted
            .with(live.at("metadata", "resourceVersion"), "metadata", "resourceVersion")
            .with(live.at("metadata", "uid"), "metadata", "uid");
    Document generation = live.at("metadata", "generation");
    stamped = generation.isNothing() ? stamped : stamped.with(generation, "metadata", "generation");
    if (subresource.equals("ephemeralcontainers") || subresource.equals("status")) {
      return stamped;
    }
    Document after = admission.update(resource, live, stamped);
    boolean changed = !after.at("spec").equals(live.at("spec"));
    return changed && generations(resource)
        ? after.with((int) (generation.integer().orElse(1L) + 1), "metadata", "generation")
        : after;
  }

  private static boolean sameBut(Document live, Document after) {
    return live.without("metadata", "managedFields")
        .equals(after.without("metadata", "managedFields"));
  }

  private Document settle(Store.Key key, Document after) {
    boolean deleting = Meta.isDeleting(after);
    if (deleting && after.at("metadata", "finalizers").items().isEmpty()) {
      store.put(key, _ -> after);
      return vanish(key).orElse(after);
    }
    return store.put(key, _ -> after);
  }

  /// Deletes an object and what it owns. Everything ends at once: no grace, no finalizers of the
  /// server's own; an object with finalizers stays until they are gone.
  public Document delete(Store.Key key, boolean dryRun, boolean orphans) {
    return store.together(
        () -> {
          Document live =
              store.get(key).orElseThrow(() -> ApiFailure.notFound(key.resource(), key.name()));
          if (dryRun) {
            return live;
          }
          Document marked =
              store.put(
                  key,
                  before ->
                      before.at("metadata", "deletionTimestamp").isNothing()
                          ? terminating(key.resource(), before)
                          : before);
          if (key.resource().equals(Resources.NAMESPACE)) {
            store.keys(each -> each.namespace().equals(key.name())).forEach(this::end);
          } else if (!orphans) {
            owned(Meta.uid(live)).forEach(this::end);
          }
          return marked.at("metadata", "finalizers").items().isEmpty()
              ? vanish(key).orElse(marked)
              : marked;
        });
  }

  private void end(Store.Key key) {
    if (store.get(key).isPresent()) {
      delete(key, false, false);
    }
  }

  private java.util.Optional<Document> vanish(Store.Key key) {
    return store.remove(key);
  }

  private static Document terminating(Resource resource, Document object) {
    Document marked =
        object
            .with(now(), "metadata", "deletionTimestamp")
            .with(0, "metadata", "deletionGracePeriodSeconds");
    return resource.equals(Resources.NAMESPACE)
        ? marked.with("Terminating", "status", "phase")
        : marked;
  }

  private List<Store.Key> owned(String uid) {
    List<Store.Key> found = new ArrayList<>();
    for (Store.Key key : store.keys(_ -> true)) {
      boolean mine =
          store.get(key).orElse(Document.nothing()).at("metadata", "ownerReferences").stream()
              .anyMatch(each -> each.at("uid").textOrEmpty().equals(uid));
      if (mine) {
        found.add(key);
      }
    }
    return found;
  }

  /// Sets the status as a controller does, without asking admission.
  public void status(Store.Key key, UnaryOperator<Document> change) {
    store.together(
        () ->
            store.get(key).isEmpty()
                ? Document.nothing()
                : store.put(key, live -> live.with(change.apply(live.at("status")), "status")));
  }

  public Store store() {
    return store;
  }

  public static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
