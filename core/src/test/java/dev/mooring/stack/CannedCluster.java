package dev.mooring.stack;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Applied;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Conflict;
import dev.mooring.cluster.Context;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.ServerVersion;
import dev.mooring.cluster.Watched;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Keeps objects as an API server does: applied ones are there afterwards, equal ones unchanged.
final class CannedCluster implements Cluster {
  private final Map<String, KubeObject> objects = new ConcurrentSkipListMap<>();
  final Map<String, List<Conflict>> conflicting = new ConcurrentHashMap<>();
  /// By "NAMESPACE/POD/CONTAINER".
  final Map<String, String> logs = new ConcurrentHashMap<>();

  final Set<String> hidden = ConcurrentHashMap.newKeySet();

  /// Kinds that can be listed by namespace only.
  final Set<String> hiddenEverywhere = ConcurrentHashMap.newKeySet();

  final Set<String> refused = ConcurrentHashMap.newKeySet();

  /// Rights that the user lacks beside the refused resources.
  Predicate<AccessRequest> lacking = request -> false;

  final Set<String> groups = ConcurrentHashMap.newKeySet();

  ServerVersion version = new ServerVersion(1, 35, "v1.35.4");

  /// What becomes of an applied object at once.
  UnaryOperator<KubeObject> born = object -> object;

  /// And of a patched one.
  UnaryOperator<KubeObject> patched = object -> object;

  CannedCluster with(String yaml) {
    Documents.yaml(yaml, "test").forEach(each -> put(new KubeObject(each)));
    return this;
  }

  private void put(KubeObject object) {
    objects.put(object.words(), object);
  }

  List<KubeObject> all() {
    return List.copyOf(objects.values());
  }

  List<String> names() {
    return List.copyOf(objects.keySet());
  }

  @Override
  public Context context() {
    return new Context("test", "test", "ana", "https://192.0.2.1", "default", true);
  }

  @Override
  public ServerVersion version() {
    return version;
  }

  @Override
  public boolean serves(String group) {
    return groups.contains(group);
  }

  @Override
  public Optional<KubeObject> get(Kind kind, @Nullable String namespace, String name) {
    look(kind);
    String place = kind.namespaced() ? namespace + "/" + name : name;
    return Optional.ofNullable(objects.get(kind.kind() + " " + place));
  }

  @Override
  public List<KubeObject> list(Kind kind, @Nullable String namespace, String labelSelector) {
    look(kind);
    if (namespace == null && hiddenEverywhere.contains(kind.kind())) {
      throw refused(kind);
    }
    return objects.values().stream()
        .filter(each -> each.kind().equals(kind.kind()))
        .filter(each -> namespace == null || each.namespace().equals(namespace))
        .filter(each -> selected(each, labelSelector))
        .toList();
  }

  private void look(Kind kind) {
    if (hidden.contains(kind.kind())) {
      throw refused(kind);
    }
  }

  private static MooringException refused(Kind kind) {
    return new Problem(
            Code.MISSING_RIGHT,
            "Cannot list",
            "the user ana doesn't have permission: list " + kind.plural(),
            new Remedy.Advice("Ask"))
        .raise();
  }

  private static boolean selected(KubeObject object, String selector) {
    return Arrays.stream(selector.split(","))
        .filter(each -> !each.isEmpty())
        .map(each -> each.split("=", 2))
        .allMatch(
            each ->
                each.length == 1
                    ? object.labels().containsKey(each[0])
                    : each[1].equals(object.labels().get(each[0])));
  }

  @Override
  public Applied apply(KubeObject desired) {
    KubeObject before = objects.put(desired.words(), born.apply(desired));
    Applied.Change change =
        before == null
            ? Applied.Change.CREATED
            : same(before, desired) ? Applied.Change.UNCHANGED : Applied.Change.CHANGED;
    return new Applied(change, desired);
  }

  /// A status is the controllers', and no apply changes it.
  private static boolean same(KubeObject before, KubeObject desired) {
    return before.document().without("status").equals(desired.document().without("status"));
  }

  @Override
  public boolean delete(Kind kind, @Nullable String namespace, String name, Duration limit) {
    String place = kind.namespaced() ? namespace + "/" + name : name;
    return objects.remove(kind.kind() + " " + place) != null;
  }

  @Override
  public KubeObject mergePatch(
      Kind kind, @Nullable String namespace, String name, String subresource, Document patch) {
    KubeObject before = get(kind, namespace, name).orElseThrow();
    Document after = before.document();
    for (Map.Entry<String, Document> each : patch.at("metadata", "labels").entries().entrySet()) {
      after = after.without("metadata", "labels", each.getKey());
    }
    KubeObject done = patched.apply(new KubeObject(after));
    put(done);
    return done;
  }

  @Override
  public boolean allowed(AccessRequest request) {
    return !refused.contains(request.resource()) && !lacking.test(request);
  }

  @Override
  public Applied wouldApply(KubeObject desired) {
    KubeObject before = objects.get(desired.words());
    Applied.Change change =
        before == null
            ? Applied.Change.CREATED
            : same(before, desired) ? Applied.Change.UNCHANGED : Applied.Change.CHANGED;
    return new Applied(change, desired);
  }

  @Override
  public List<Conflict> conflicts(KubeObject desired) {
    return conflicting.getOrDefault(desired.words(), List.of());
  }

  @Override
  public KubeObject strategicPatch(
      Kind kind, @Nullable String namespace, String name, String subresource, Document patch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String token(String namespace, String account, String audience, Duration lifetime) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String log(String namespace, String pod, String container, int lines) {
    String place = namespace + "/" + pod + "/" + container;
    return logs.getOrDefault(place, "log of " + place);
  }

  @Override
  public Subscription watch(
      Kind kind, @Nullable String namespace, String selector, Consumer<Watched> consumer) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ApiEndpoint endpoint() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
