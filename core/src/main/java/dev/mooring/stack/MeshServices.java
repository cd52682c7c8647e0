package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.forward.Target;
import dev.mooring.forward.reach.OfferedPorts;
import dev.mooring.forward.reach.TargetCheck;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.mesh.OfferedService;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.LaptopEntrance;
import dev.mooring.stack.render.MeshServiceObjects;
import dev.mooring.stack.render.Ownership;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The services of the mesh that laptops may reach by the entrance of a stack, each under its own
/// identity and by the policies of the service.
public final class MeshServices {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /// Of one entrance.
  private static final int MOST = 500;

  private final Cluster cluster;
  private final StackOptions options;

  /// @param options in force, of the stack whose entrance it is
  public MeshServices(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  public List<OfferedService> list() throws InterruptedException {
    return cluster
        .list(Kind.SERVICE_ENTRY, options.entranceNamespace(), OfferedService.LABEL)
        .stream()
        .limit(MOST)
        .flatMap(each -> OfferedService.read(each).stream())
        .sorted(
            Comparator.comparing(OfferedService::namespace)
                .thenComparing(OfferedService::name)
                .thenComparingInt(OfferedService::port))
        .toList();
  }

  /// Lets laptops reach a service's sidecar. Allowing it again writes down what has changed of it.
  ///
  /// @param port the number or name of one of its ports
  /// @throws dev.mooring.problem.MooringException when it is not there, has no sidecar whose
  /// identity can be expected,
  /// or the entrance cannot lead to it
  public OfferedService allow(String namespace, String name, String port)
      throws InterruptedException {
    Target.Service target = new Target.Service(namespace, name, port);
    String what = Messages.of("cannot-let-laptops-reach", target.words(), namespace);
    KubeObject service = cluster.get(Kind.SERVICE, namespace, name).orElse(null);
    if (service == null) {
      throw TargetCheck.missing(cluster, target, what).raise();
    }
    Document declared =
        OfferedPorts.find(service, port)
            .orElseThrow(
                () ->
                    new Problem(
                            Code.PORT_UNKNOWN,
                            what,
                            Messages.of("it-has-no-port", port),
                            new Remedy.Advice(
                                Messages.of(
                                    "its-ports-are", String.join(", ", OfferedPorts.of(service)))))
                        .raise());
    demandEntrance(what);
    OfferedService offered =
        new OfferedService(
            namespace,
            name,
            Math.toIntExact(declared.at("port").integer().orElse(0L)),
            declared.at("name").textOrEmpty(),
            account(service, what),
            declared
                .at("appProtocol")
                .text()
                .orElseGet(() -> declared.at("name").textOrEmpty().replaceFirst("-.*", "")));
    String inside = declared.at("targetPort").textOrEmpty();
    for (KubeObject each :
        MeshServiceObjects.of(
            options, offered, inside.isEmpty() ? Integer.toString(offered.port()) : inside)) {
      cluster.apply(each);
    }
    return offered;
  }

  /// One that was installed before it could lead to services does not know their names.
  private void demandEntrance(String what) throws InterruptedException {
    KubeObject sidecar =
        cluster
            .get(Kind.SIDECAR, options.entranceNamespace(), LaptopEntrance.NAME)
            .filter(Ownership::mooring)
            .orElseThrow(
                () ->
                    new Problem(
                            Code.ENTRANCE_MISSING,
                            what,
                            Messages.of("no-entrance-in", options.entranceNamespace()),
                            new Remedy.Command(
                                Messages.of("install-a-registry-with-its-entrance"),
                                "mooring install"))
                        .raise());
    boolean leads =
        sidecar.at("spec", "egress").stream()
            .flatMap(each -> each.at("hosts").texts().stream())
            .anyMatch(each -> each.equals("./*." + OfferedService.DOMAIN));
    if (!leads) {
      throw new Problem(
              Code.ENTRANCE_MISSING,
              what,
              Messages.of("the-entrance-is-from-an-older-mooring"),
              new Remedy.Command(Messages.of("update-it"), "mooring install"))
          .raise();
    }
  }

  /// Whom the Service's pods run as, one for all: it is the only thing by which a laptop can tell
  /// them from others.
  private ServiceAccount account(KubeObject service, String what) throws InterruptedException {
    Map<String, String> selector = service.at("spec", "selector").strings();
    String labels =
        String.join(
            ",", selector.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    List<KubeObject> pods =
        selector.isEmpty()
            ? List.of()
            : cluster.list(Kind.POD, service.namespace(), labels).stream()
                .filter(each -> !each.deleting())
                .toList();
    if (pods.isEmpty()) {
      throw new Problem(
              Code.NOT_READY,
              what,
              Messages.of("it-has-no-pods-yet"),
              new Remedy.Command(
                  Messages.of("see-its-pods"), "kubectl get pods -n " + service.namespace()))
          .raise();
    }
    Set<String> accounts = new TreeSet<>();
    for (KubeObject each : pods) {
      accounts.add(each.at("spec", "serviceAccountName").text().orElse("default"));
      if (!injected(each)) {
        throw new Problem(
                Code.SIDECAR_MISSING,
                what,
                Messages.of("its-pod-has-no-sidecar", each.name()),
                new Remedy.Command(
                    Messages.of("have-sidecars-injected"),
                    "kubectl label namespace " + service.namespace() + " istio-injection=enabled"))
            .raise();
      }
    }
    if (accounts.size() > 1) {
      throw new Problem(
              Code.INVALID_OBJECT,
              what,
              Messages.of("its-pods-run-as-several-accounts", String.join(", ", accounts)),
              new Remedy.Advice(Messages.of("give-them-one-account")))
          .raise();
    }
    return new ServiceAccount(service.namespace(), accounts.iterator().next());
  }

  private static boolean injected(KubeObject pod) {
    return Stream.concat(
            pod.at("spec", "containers").stream(), pod.at("spec", "initContainers").stream())
        .anyMatch(each -> each.at("name").textOrEmpty().equals("istio-proxy"));
  }

  /// Laptops reach it no longer; connections that are open end.
  ///
  /// @param port number or name; empty for all its ports
  /// @return what was taken away
  /// @throws dev.mooring.problem.MooringException when it was not allowed
  public List<OfferedService> remove(String namespace, String name, String port)
      throws InterruptedException {
    List<OfferedService> going =
        list().stream()
            .filter(each -> each.namespace().equals(namespace) && each.name().equals(name))
            .filter(
                each ->
                    port.isEmpty()
                        || port.equals(Integer.toString(each.port()))
                        || port.equals(each.portName()))
            .toList();
    if (going.isEmpty()) {
      throw new Problem(
              Code.SERVICE_NOT_OFFERED,
              Messages.of("cannot-keep-laptops-from", "svc/" + name, namespace),
              Messages.of("laptops-cannot-reach-it-anyway"),
              new Remedy.Command(Messages.of("see-what-laptops-can-reach"), "mooring mtls list"))
          .raise();
    }
    for (OfferedService each : going) {
      for (Kind kind : MeshServiceObjects.kinds()) {
        cluster.delete(kind, options.entranceNamespace(), MeshServiceObjects.name(each), LIMIT);
      }
    }
    return going;
  }
}
