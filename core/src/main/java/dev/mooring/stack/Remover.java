package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.rights.Needs;
import dev.mooring.rights.Review;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Announcement;
import dev.mooring.stack.render.Ownership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// Finds the stack's objects by label and removes them, what uses before what is used.
final class Remover {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final List<Kind> KINDS =
      List.of(
          Kind.POD,
          Kind.DAEMON_SET,
          Kind.DEPLOYMENT,
          Kind.INGRESS,
          Kind.HTTP_ROUTE,
          Kind.BACKEND_TLS_POLICY,
          Kind.SERVICE,
          Kind.VIRTUAL_SERVICE,
          Kind.GATEWAY,
          Kind.DESTINATION_RULE,
          Kind.SERVICE_ENTRY,
          Kind.ENVOY_FILTER,
          Kind.SIDECAR,
          Kind.AUTHORIZATION_POLICY,
          Kind.PEER_AUTHENTICATION,
          Kind.NETWORK_POLICY,
          Kind.CONFIG_MAP,
          Kind.SECRET,
          Kind.VOLUME_CLAIM,
          Kind.ROLE_BINDING,
          Kind.ROLE,
          Kind.SERVICE_ACCOUNT);

  /// Only an ingress has them.
  private static final List<Kind> ROUTES =
      List.of(Kind.INGRESS, Kind.HTTP_ROUTE, Kind.BACKEND_TLS_POLICY);

  private final Cluster cluster;
  private final StackOptions options;
  private final Builders builders;
  private final Rooms rooms;

  Remover(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
    this.builders = new Builders(cluster, options);
    this.rooms = new Rooms(cluster, options);
  }

  /// What uninstalling would do.
  Plan planned(Stack.DataFate data) throws InterruptedException {
    return new Plan(
        plan(data).stream()
            .map(each -> new Plan.Step(Plan.Action.REMOVE, each.words(), List.of(), List.of(), ""))
            .toList(),
        List.of());
  }

  /// All objects of the stack but its namespaces, what uses before what is used.
  List<KubeObject> labelled() throws InterruptedException {
    return Concurrently.all(
            KINDS.stream().map(kind -> (Callable<List<KubeObject>>) () -> labelled(kind)).toList())
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  List<Removal> plan(Stack.DataFate data) throws InterruptedException {
    List<KubeObject> found = labelled();
    List<Removal> steps = new ArrayList<>();
    boolean keptClaim = false;
    for (KubeObject each : builders.led()) {
      steps.add(new Removal(each, Removal.Fate.LOSES_LISTENER));
    }
    for (KubeObject each : found) {
      boolean claim = each.kind().equals(Kind.VOLUME_CLAIM.kind());
      if (claim && data == Stack.DataFate.KEEP) {
        keptClaim = true;
      } else if (each.at("metadata", "ownerReferences").isNothing()) {
        steps.add(new Removal(each, Removal.Fate.GOES));
      }
    }
    steps.sort(Comparator.comparing(Removal::isRecord));
    for (KubeObject namespace : namespaces()) {
      if (!(keptClaim && namespace.name().equals(options.namespace()))) {
        steps.add(
            new Removal(
                namespace,
                rooms.usedByOthers(namespace.name())
                    ? Removal.Fate.LOSES_LABELS
                    : Removal.Fate.GOES));
      }
    }
    return steps;
  }

  List<String> remove(Stack.DataFate data, Progress progress) throws InterruptedException {
    List<Removal> steps = plan(data);
    demandRights(steps);
    List<String> removed = new ArrayList<>();
    for (Removal step : steps) {
      if (step.fate() == Removal.Fate.LOSES_LISTENER) {
        together(List.of(step), removed, steps.size(), progress);
      }
    }
    // What runs, and namespaces, take their time, each by itself: they go side by side.
    List<Removal> running = steps.stream().filter(Removal::runs).toList();
    List<Removal> rooms = steps.stream().filter(Removal::isRoom).toList();
    together(running, removed, steps.size(), progress);
    for (Removal step : steps) {
      if (step.isPlain()) {
        together(List.of(step), removed, steps.size(), progress);
      }
    }
    together(rooms, removed, steps.size(), progress);
    progress.advance("Removed", steps.size(), steps.size(), Progress.Unit.ITEMS);
    return List.copyOf(removed);
  }

  private void together(List<Removal> some, List<String> removed, int all, Progress progress)
      throws InterruptedException {
    String words =
        some.stream().map(each -> each.object().words()).collect(Collectors.joining(", "));
    progress.advance(Messages.of("removing", words), removed.size(), all, Progress.Unit.ITEMS);
    List<Callable<Removal>> goings = new ArrayList<>();
    for (Removal each : some) {
      goings.add(
          () -> {
            remove(each);
            return each;
          });
    }
    Concurrently.inOrder(
        goings,
        step -> {
          removed.add(step.words());
          progress.step(Messages.of("removed", step.words()));
        });
  }

  private void remove(Removal step) throws InterruptedException {
    KubeObject object = step.object();
    switch (step.fate()) {
      case GOES -> cluster.delete(Kind.of(object), object.namespace(), object.name(), LIMIT);
      case LOSES_LABELS -> unlabel(object);
      case LOSES_LISTENER -> builders.restore(object);
    }
  }

  /// Half an uninstall would leave what nobody asked for.
  private void demandRights(List<Removal> steps) throws InterruptedException {
    List<KubeObject> going = new ArrayList<>();
    List<KubeObject> changing = new ArrayList<>();
    steps.forEach(each -> (each.fate() == Removal.Fate.GOES ? going : changing).add(each.object()));
    Review.of(cluster, Needs.uninstall(going, changing))
        .demand(Messages.of("cannot-uninstall-the-registry"));
  }

  private List<KubeObject> namespaces() throws InterruptedException {
    List<KubeObject> own = new ArrayList<>();
    for (String name :
        List.of(
            options.ingressNamespace(),
            options.egressNamespace(),
            options.entranceNamespace(),
            options.nodeNamespace(),
            options.namespace())) {
      Optional<KubeObject> namespace = cluster.get(Kind.NAMESPACE, null, name);
      namespace.filter(each -> Ownership.belongs(each, options)).ifPresent(own::add);
    }
    return own;
  }

  private List<KubeObject> labelled(Kind kind) throws InterruptedException {
    String selector = Ownership.selector(options);
    List<KubeObject> objects;
    if (kind.equals(Kind.SECRET)) {
      return secrets(selector);
    }
    if (ROUTES.contains(kind)) {
      return routes(kind, selector);
    }
    try {
      objects = cluster.list(kind, null, selector);
    } catch (MooringException e) {
      objects = new ArrayList<>();
      objects.addAll(cluster.list(kind, options.nodeNamespace(), selector));
      objects.addAll(cluster.list(kind, options.entranceNamespace(), selector));
      objects.addAll(cluster.list(kind, options.namespace(), selector));
      if (hasIngress()) {
        objects.addAll(cluster.list(kind, options.ingressNamespace(), selector));
      }
      if (kind.equals(Kind.CONFIG_MAP)) {
        objects.addAll(cluster.list(kind, Announcement.NAMESPACE, selector));
      }
    }
    return objects.stream().sorted(Comparator.comparing(KubeObject::words)).toList();
  }

  private boolean hasIngress() {
    return !options.additions().ingress().isNone();
  }

  /// Only a door has one, in the registry's namespace, and an ingress in its own. Who has none
  /// there may be without the right to look.
  private List<KubeObject> secrets(String selector) throws InterruptedException {
    boolean door = options.protection() == Protection.TOKENS;
    List<KubeObject> secrets =
        new ArrayList<>(listed(Kind.SECRET, options.namespace(), selector, door));
    secrets.addAll(listed(Kind.SECRET, options.ingressNamespace(), selector, hasIngress()));
    return secrets;
  }

  private List<KubeObject> routes(Kind kind, String selector) throws InterruptedException {
    return listed(kind, options.ingressNamespace(), selector, hasIngress());
  }

  /// @param needed whether some have to be there
  private List<KubeObject> listed(Kind kind, String namespace, String selector, boolean needed)
      throws InterruptedException {
    try {
      return cluster.list(kind, namespace, selector);
    } catch (MooringException e) {
      if (e.problem().code() == Code.MISSING_RIGHT && !needed) {
        return List.of();
      }
      throw e;
    }
  }

  private void unlabel(KubeObject namespace) throws InterruptedException {
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put(Ownership.MANAGED_BY, Document.nothing());
    labels.put(Ownership.PART_OF, Document.nothing());
    Document patch = Document.of(Map.of("metadata", Map.of("labels", labels)));
    cluster.mergePatch(Kind.NAMESPACE, null, namespace.name(), "", patch);
  }
}
