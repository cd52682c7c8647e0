package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.ServerVersion;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.ControlPlane;
import dev.mooring.job.Concurrently;
import dev.mooring.platform.PortOwner;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.collect.Unfinished;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Announcement;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.Rendering;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Looks at cluster and machine from all sides at once. A look that fails is a warning of its own;
/// only a server that cannot be reached ends the examination.
final class Doctor {
  private final Cluster cluster;
  private final StackOptions options;
  private final ServiceAccount as;
  private final int localPort;
  private final Consumer<Finding> found;

  /// @param as whom the user connects and pushes as
  /// @param localPort where this machine would offer the registry; 0 for any free port
  Doctor(
      Cluster cluster,
      StackOptions options,
      ServiceAccount as,
      int localPort,
      Consumer<Finding> found) {
    this.cluster = cluster;
    this.options = options;
    this.as = as;
    this.localPort = localPort;
    this.found = found;
  }

  List<Finding> examine() throws InterruptedException {
    ServerVersion version = cluster.version();
    List<Callable<List<Finding>>> looks = new ArrayList<>();
    NodeChecks nodes = new NodeChecks(cluster, options);
    looks.add(() -> List.of(server(version)));
    looks.addAll(protection(version));
    looks.add(look("rights", "Rights", new JobRights(cluster, options, as)::findings));
    looks.add(look("storage.class", "Storage", this::storage));
    looks.add(look("port.local", Messages.of("local-port"), this::localPort));
    looks.add(look("port.nodes", Messages.of("node-port"), nodes::port));
    looks.add(look("nodes.ready", "Nodes", nodes::all));
    NetworkChecks network = new NetworkChecks(cluster);
    looks.add(look("network.host-ports", Messages.of("host-ports"), network::hostPorts));
    looks.add(look("network.kube-proxy", "kube-proxy", network::kubeProxy));
    looks.add(look("pod-security", Messages.of("pod-security"), this::podSecurity));
    looks.add(look("hosting", Messages.of("registry-announcement"), this::hosting));
    looks.add(look("stack.state", Messages.of("registry-stack"), this::stack));
    looks.add(
        look(
            "stack.image",
            Messages.of("registry-image"),
            () -> List.of(new Digests(cluster, options).finding())));
    looks.add(
        look(
            "stack.volume",
            Messages.of("volume"),
            () -> List.of(new VolumeCheck(cluster, options).claimed())));
    looks.add(
        look(
            "stack.collection",
            Messages.of("garbage-collection"),
            () -> List.of(new Unfinished(cluster, options).finding())));
    looks.add(
        look(
            "rights.wide",
            Messages.of("permissions-granted"),
            new WideRights(cluster, options)::findings));
    looks.addAll(ingress());
    List<Finding> findings = new ArrayList<>();
    Concurrently.inOrder(
        looks,
        some -> {
          findings.addAll(some);
          some.forEach(found);
        });
    return findings;
  }

  /// What the chosen protection needs of the cluster.
  private List<Callable<List<Finding>>> protection(ServerVersion version)
      throws InterruptedException {
    List<Callable<List<Finding>>> looks = new ArrayList<>();
    looks.add(() -> List.of(new ProtectionCheck(options).finding()));
    if (options.protection() == Protection.MESH) {
      MeshChecks mesh = new MeshChecks(cluster, ControlPlane.find(cluster), options);
      looks.add(look("istio.control-plane", "Istio", mesh::controlPlane));
      looks.add(look("istio.injector", Messages.of("istio-injector"), mesh::injector));
      looks.add(look("istio.mtls", Messages.of("mesh-mutual-tls"), mesh::mutualTls));
      looks.add(look("istio.domains", Messages.of("mesh-domains"), mesh::settings));
      looks.add(look("istio.ambient", Messages.of("ambient-mode"), mesh::ambient));
      looks.add(() -> List.of(new Claims(cluster, options).finding()));
      looks.add(
          look(
              "stack.egress",
              Messages.of("egress"),
              () -> new EgressChecks(options).standing(cluster)));
      return looks;
    }
    DoorChecks door = new DoorChecks(cluster, options);
    looks.add(() -> List.of(DoorChecks.sidecars(version)));
    if (options.protection() == Protection.TOKENS) {
      looks.add(look("door.keys", Messages.of("signing-keys"), door::keys));
      looks.add(
          look(
              CertificateCheck.ID,
              CertificateCheck.SUBJECT,
              () -> List.of(new CertificateCheck(cluster, options).finding(Instant.now()))));
    }
    return looks;
  }

  /// Of the way in from outside, where there is one.
  private List<Callable<List<Finding>>> ingress() {
    List<Callable<List<Finding>>> looks = new ArrayList<>();
    Ingress ingress = options.additions().ingress();
    if (ingress.isNone()) {
      return looks;
    }
    looks.add(
        look(
            HostCertificate.ID,
            HostCertificate.SUBJECT,
            () -> new HostCertificate(cluster, options).finding(Instant.now())));
    looks.add(() -> List.of(new HostClaims(cluster, options).finding()));
    ingress
        .keysAddress()
        .ifPresent(each -> looks.add(() -> List.of(new IssuerKeys().finding(each))));
    return looks;
  }

  private interface Look {
    List<Finding> look() throws InterruptedException;
  }

  private static Callable<List<Finding>> look(String id, String subject, Look look) {
    return () -> {
      try {
        return look.look();
      } catch (MooringException e) {
        return List.of(
            warning(
                id,
                subject,
                Messages.of("could-not-be-looked-at", e.problem().why()),
                e.problem().remedy()));
      }
    };
  }

  private static final Remedy STORAGE_CLASS =
      new Remedy.Setting(Messages.of("choose-a-storage-class"), "--storage-class", "");

  static Finding warning(String id, String subject, String sentence, Remedy remedy) {
    return Finding.warning(id, subject, sentence, remedy);
  }

  static Finding blocker(String id, String subject, String sentence, Remedy remedy) {
    return Finding.blocker(id, subject, sentence, remedy);
  }

  static Finding ok(String id, String subject, String sentence) {
    return Finding.ok(id, subject, sentence);
  }

  static Finding warning(String id, String subject, String sentence, String whatToDo) {
    return Finding.warning(id, subject, sentence, new Remedy.Advice(whatToDo));
  }

  static Finding blocker(String id, String subject, String sentence, String whatToDo) {
    return Finding.blocker(id, subject, sentence, new Remedy.Advice(whatToDo));
  }

  private Finding server(ServerVersion version) {
    String where =
        Messages.of(
            "context-kubernetes",
            cluster.context().name(),
            cluster.context().server(),
            version.gitVersion());
    return version.atLeast(1, 27)
        ? ok("cluster.server", "Cluster", where)
        : warning(
            "cluster.server",
            "Cluster",
            Messages.of("is-older-than-what-mooring-is", where),
            Messages.of("upgrade-to-1-27-or-later"));
  }

  private List<Finding> storage() throws InterruptedException {
    List<KubeObject> classes = cluster.list(Kind.STORAGE_CLASS, null, "");
    if (!options.storageClass().isEmpty()) {
      boolean there = classes.stream().anyMatch(c -> c.name().equals(options.storageClass()));
      return List.of(
          there
              ? ok(
                  "storage.class", "Storage", Messages.of("class-is-there", options.storageClass()))
              : blocker(
                  "storage.class",
                  "Storage",
                  Messages.of("there-is-no-class", options.storageClass()),
                  STORAGE_CLASS));
    }
    Optional<KubeObject> standard =
        classes.stream()
            .filter(
                each ->
                    "true"
                        .equals(
                            each.annotations().get("storageclass.kubernetes.io/is-default-class")))
            .findFirst();
    if (standard.isPresent()) {
      return List.of(
          ok("storage.class", "Storage", Messages.of("default-class", standard.get().name())));
    }
    boolean claimed =
        cluster.get(Kind.VOLUME_CLAIM, options.namespace(), Rendering.REGISTRY).isPresent();
    return List.of(
        claimed
            ? warning(
                "storage.class",
                "Storage",
                Messages.of("there-is-no-default-class-but"),
                STORAGE_CLASS)
            : blocker(
                "storage.class",
                "Storage",
                Messages.of("there-is-no-default-class"),
                STORAGE_CLASS));
  }

  private List<Finding> localPort() throws InterruptedException {
    int port = localPort;
    if (port == 0) {
      return List.of(ok("port.local", Messages.of("local-port"), Messages.of("automatic")));
    }
    return List.of(
        PortOwner.of(port)
            .map(
                owner ->
                    owner.pid() == ProcessHandle.current().pid()
                        ? ok(
                            "port.local",
                            Messages.of("local-port"),
                            Messages.of("mooring-itself-holds", port))
                        : warning(
                            "port.local",
                            Messages.of("local-port"),
                            Messages.of("holds", owner.words(), port),
                            Messages.of("end-it-or-connect-with-another")))
            .orElseGet(
                () -> ok("port.local", Messages.of("local-port"), Messages.of("is-free", port))));
  }

  /// Namespaces that Mooring makes get the right level; those of others may be stricter.
  private List<Finding> podSecurity() throws InterruptedException {
    Optional<KubeObject> node = cluster.get(Kind.NAMESPACE, null, options.nodeNamespace());
    String level =
        node.map(n -> n.labels().getOrDefault("pod-security.kubernetes.io/enforce", "privileged"))
            .orElse("privileged");
    boolean own = node.isEmpty() || Ownership.belongs(node.get(), options);
    return List.of(
        own || level.equals("privileged")
            ? ok(
                "pod-security",
                Messages.of("pod-security"),
                Messages.of("the-registrys-pods-keep-to-restricted", options.nodeNamespace()))
            : blocker(
                "pod-security",
                Messages.of("pod-security"),
                Messages.of(
                    "namespace-enforces-which-forbids-host-ports", options.nodeNamespace(), level),
                Messages.of("label-this-namespace-privileged")));
  }

  private List<Finding> hosting() throws InterruptedException {
    return List.of(
        cluster
            .get(Kind.CONFIG_MAP, Announcement.NAMESPACE, Announcement.NAME)
            .map(
                present ->
                    !options.isDefault() || Ownership.belongs(present, options)
                        ? ok(
                            "hosting",
                            Messages.of("registry-announcement"),
                            Messages.of("announces", Hosting.host(present)))
                        : warning(
                            "hosting",
                            Messages.of("registry-announcement"),
                            Messages.of(
                                "kube-public-local-registry-hosting-announces",
                                Hosting.host(present)),
                            Messages.of("it-is-left-as-it-is")))
            .orElseGet(
                () ->
                    ok(
                        "hosting",
                        Messages.of("registry-announcement"),
                        Messages.of("no-other-registry-is-announced"))));
  }

  private List<Finding> stack() throws InterruptedException {
    StackStatus status = new Readiness(cluster, options).status();
    if (!status.installed()) {
      boolean data =
          cluster.get(Kind.VOLUME_CLAIM, options.namespace(), Rendering.REGISTRY).isPresent();
      return List.of(
          ok(
              "stack.state",
              Messages.of("registry-stack"),
              data ? Messages.of("not-installed-the-images-of-an") : Messages.of("not-installed")));
    }
    return List.of(
        status.ready()
            ? ok(
                "stack.state",
                Messages.of("registry-stack"),
                Messages.of("ready-image", status.image()))
            : warning(
                "stack.state",
                Messages.of("registry-stack"),
                Messages.of("not-ready", status.why()),
                Messages.of("install-again-which-completes-it-and")));
  }
}
