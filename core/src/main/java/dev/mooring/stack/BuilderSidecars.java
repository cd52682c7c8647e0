package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.GitOps;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.BuilderAccess.Addition;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.BuilderListener;
import dev.mooring.stack.render.Ownership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The Sidecar objects that decide about the pods of a builder's namespace.
///
/// Of those that select a pod by its labels Istio takes the oldest; where none does, the one
/// without
/// a selector in the pod's namespace; else the one of the mesh's own namespace.
final class BuilderSidecars {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /// Whoever changes an object this often at once is not met by waiting.
  private static final int TRIES = 5;

  private final Cluster cluster;
  private final StackOptions options;
  private final BuilderListener listener;

  BuilderSidecars(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
    this.listener = new BuilderListener(options);
  }

  /// What decides about an account's pods: each as it was read with its field managers.
  ///
  /// @param own whether the one that Mooring makes has to be there too
  record Deciding(List<KubeObject> foreign, boolean own) {}

  /// What is so for a builder now.
  record State(List<String> ways, boolean own, List<Addition> additions) {}

  Deciding deciding(ServiceAccount builder) throws InterruptedException {
    String namespace = builder.namespace();
    List<KubeObject> foreign =
        cluster.list(Kind.SIDECAR, namespace, "").stream()
            .filter(each -> !Ownership.mooring(each))
            .sorted(Comparator.comparing(BuilderSidecars::made).thenComparing(KubeObject::name))
            .toList();
    List<Map<String, String>> pods = new ArrayList<>(List.of(BuilderListener.PODS));
    for (KubeObject each : cluster.list(Kind.POD, namespace, "")) {
      if (each.at("spec", "serviceAccountName").textOrEmpty().equals(builder.name())) {
        pods.add(each.labels());
      }
    }
    Optional<KubeObject> wide = foreign.stream().filter(each -> labels(each).isEmpty()).findFirst();
    List<KubeObject> found = new ArrayList<>();
    for (KubeObject each : foreign) {
      Map<String, String> labels = labels(each);
      if (!labels.isEmpty()
          && pods.stream().anyMatch(pod -> pod.entrySet().containsAll(labels.entrySet()))) {
        whole(each).ifPresent(found::add);
      }
    }
    if (wide.isPresent()) {
      whole(wide.get()).ifPresent(found::add);
    }
    return new Deciding(List.copyOf(found), wide.isEmpty());
  }

  private static String made(KubeObject sidecar) {
    return sidecar.at("metadata", "creationTimestamp").textOrEmpty();
  }

  private static Map<String, String> labels(KubeObject sidecar) {
    return sidecar.at("spec", "workloadSelector", "labels").strings();
  }

  private Optional<KubeObject> whole(KubeObject listed) throws InterruptedException {
    return cluster.get(Kind.SIDECAR, listed.namespace(), listed.name());
  }

  State state(ServiceAccount builder) throws InterruptedException {
    Deciding deciding = deciding(builder);
    List<String> ways = new ArrayList<>();
    List<Addition> additions = new ArrayList<>();
    for (KubeObject each : deciding.foreign()) {
      if (listener.in(each)) {
        ways.add(each.words());
      } else {
        additions.add(addition(each));
      }
    }
    own(builder.namespace()).filter(listener::in).ifPresent(own -> ways.add(own.words()));
    return new State(ways, deciding.own(), additions);
  }

  /// @throws MooringException before anything is written, where a port is taken
  void add(ServiceAccount builder) throws InterruptedException {
    Deciding deciding = deciding(builder);
    for (KubeObject each : deciding.foreign()) {
      demandFree(each);
    }
    for (KubeObject each : deciding.foreign()) {
      if (GitOps.owner(each).isEmpty()) {
        change(each, listener::addedTo);
      }
    }
    if (deciding.own()) {
      Optional<KubeObject> present = own(builder.namespace());
      if (present.isPresent()) {
        demandFree(present.get());
        change(present.get(), listener::addedTo);
      } else {
        cluster.apply(listener.sidecar(builder.namespace(), ofTheMesh()));
      }
    }
  }

  /// Lets the pods that Mooring's own Sidecar decides about reach what they are meant to reach.
  void settle(String namespace) throws InterruptedException {
    Optional<KubeObject> present = own(namespace);
    if (present.isPresent()) {
      change(present.get(), listener::settled);
    }
  }

  /// The Sidecars of others that decide about an account's pods and let them out.
  List<String> letOut(ServiceAccount builder) throws InterruptedException {
    return deciding(builder).foreign().stream()
        .filter(each -> !BuilderListener.closed(each))
        .map(KubeObject::words)
        .toList();
  }

  /// Takes away what was added for this registry in a namespace, and nothing else.
  void remove(String namespace) throws InterruptedException {
    for (KubeObject each : led(namespace)) {
      change(each, listener::takenFrom);
    }
  }

  /// The Sidecars of a namespace to which something was added for this registry.
  List<KubeObject> led(String namespace) throws InterruptedException {
    return cluster.list(Kind.SIDECAR, namespace, "").stream()
        .filter(each -> !listener.takenFrom(each).equals(each))
        .toList();
  }

  private void change(KubeObject read, UnaryOperator<KubeObject> change)
      throws InterruptedException {
    KubeObject before = read;
    for (int i = 1; ; i++) {
      KubeObject after = change.apply(before);
      if (after.equals(before)) {
        return;
      }
      try {
        if (BuilderListener.spent(after)) {
          cluster.delete(Kind.SIDECAR, before.namespace(), before.name(), LIMIT);
        } else {
          cluster.mergePatch(
              Kind.SIDECAR,
              before.namespace(),
              before.name(),
              "",
              BuilderListener.patch(before, after));
        }
        return;
      } catch (MooringException e) {
        if (e.problem().code() != Code.CONFLICT || i == TRIES) {
          throw e;
        }
      }
      Optional<KubeObject> newest = whole(before);
      if (newest.isEmpty()) {
        return;
      }
      before = newest.get();
    }
  }

  private void demandFree(KubeObject sidecar) {
    Optional<String> taken = listener.takenBy(sidecar);
    if (taken.isPresent()) {
      throw new Problem(
              Code.POD_PORT_TAKEN,
              Messages.of("cannot-allow-builders-of", sidecar.namespace()),
              Messages.of("a-listener-has-the-port", sidecar.words(), taken.get(), port()),
              new Remedy.Advice(Messages.of("use-another-port-there")))
          .raise();
    }
  }

  private String port() {
    return Integer.toString(options.nodePort());
  }

  private Optional<KubeObject> own(String namespace) throws InterruptedException {
    return cluster.get(Kind.SIDECAR, namespace, BuilderListener.SIDECAR).filter(Ownership::mooring);
  }

  /// The object as its owner would have to write it.
  private Addition addition(KubeObject sidecar) {
    Document added = listener.addedTo(sidecar).document();
    Document bare =
        Document.nothing()
            .with(sidecar.apiVersion(), "apiVersion")
            .with(sidecar.kind(), "kind")
            .with(sidecar.name(), "metadata", "name")
            .with(sidecar.namespace(), "metadata", "namespace")
            .with(added.at("spec"), "spec");
    return new Addition(sidecar.words(), GitOps.owner(sidecar).orElse(""), Documents.yaml(bare));
  }

  /// What decides about pods that no Sidecar of their namespace selects. Who may not look there
  /// gets Istio's own: every host.
  private Document ofTheMesh() throws InterruptedException {
    try {
      String root = new Surveyor(cluster).look().controlNamespace();
      return cluster.list(Kind.SIDECAR, root, "").stream()
          .filter(each -> labels(each).isEmpty())
          .min(Comparator.comparing(BuilderSidecars::made).thenComparing(KubeObject::name))
          .map(each -> each.at("spec"))
          .orElse(Document.nothing());
    } catch (MooringException e) {
      if (e.problem().code() == Code.MISSING_RIGHT) {
        return Document.nothing();
      }
      throw e;
    }
  }
}
