package dev.mooring.mesh;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Context;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.ServerVersion;
import dev.mooring.cluster.Watched;
import dev.mooring.document.Document;
import dev.mooring.identity.Identities;
import dev.mooring.identity.Identity;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.SocketStream;
import dev.mooring.identity.istiod.TestAuthority;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.Tunnels;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// A cluster, its tunnels and its authority as far as a lane needs them. Pods are loopback servers.
final class FakeMesh {
  static final RegistryLocation REGISTRY =
      new RegistryLocation(
          "kube-registry", "kube-registry", 5000, new ServiceAccount("dev-ana", "mooring"));
  static final URI SERVER = SidecarServer.id("/ns/kube-registry/sa/kube-registry");
  /// The node's address: another one for each run, since the entrance's port is the same in all.
  static final String NODE =
      "127.9.%d.%d"
          .formatted(
              ProcessHandle.current().pid() / 250 % 250, ProcessHandle.current().pid() % 250 + 1);

  static final String ME = "spiffe://cluster.local/ns/dev-ana/sa/mooring";

  /// Of the node that pods are on.
  String node = NODE;

  TestAuthority authority = new TestAuthority("cluster.local");
  final AtomicReference<Identity> identity = new AtomicReference<>(identity(authority, authority));
  final Set<String> denied = ConcurrentHashMap.newKeySet();
  final AtomicInteger lookedAgain = new AtomicInteger();
  /// Asked for each token, with its ServiceAccount and audience.
  volatile java.util.function.BinaryOperator<String> tokens =
      (account, audience) -> {
        throw new IllegalStateException("no tokens here");
      };

  /// What the ConfigMap of a registry's authority holds; empty where there is none.
  volatile String authorities = "";

  final AtomicInteger authorityReads = new AtomicInteger();
  private final Map<String, Integer> ports = new ConcurrentHashMap<>();
  private final Map<String, KubeObject> pods = new ConcurrentHashMap<>();
  private final List<Runnable> watches = new CopyOnWriteArrayList<>();
  private final List<Consumer<ReachabilityEvent>> followers = new CopyOnWriteArrayList<>();

  static Identity identity(TestAuthority by, TestAuthority... roots) {
    KeyPair keys = TestAuthority.newKeys();
    X509Certificate leaf = by.leaf(keys.getPublic(), Duration.ofHours(1), TestAuthority.uri(ME));
    return new Identity(
        URI.create(ME),
        List.of(leaf),
        keys.getPrivate(),
        java.util.Arrays.stream(roots).map(TestAuthority::root).toList(),
        Instant.now().plusSeconds(1800));
  }

  /// A registry's sidecar of this mesh.
  SidecarServer sidecar(URI id) throws Exception {
    return sidecar(SidecarServer.ANYWHERE, id, authority);
  }

  SidecarServer sidecar(InetSocketAddress at, URI id, TestAuthority by) throws Exception {
    KeyPair keys = TestAuthority.newKeys();
    X509Certificate leaf =
        by.leaf(keys.getPublic(), Duration.ofHours(1), TestAuthority.uri(id.toString()));
    return new SidecarServer(at, keys, leaf, List.of(authority.root()));
  }

  void registryPod(int port) {
    pod("kube-registry", "kube-registry", port, false);
  }

  /// @param onNode whether the pod listens on its node's address
  void entrancePod(int port, boolean onNode) {
    pod(Entrance.NAMESPACE, Entrance.NAME, port, onNode);
  }

  /// An entrance in a namespace that an install chose.
  /// Where the entrance's pods say that istiod runs; empty for an older one's.
  String controlPlane = "";

  void entrancePodIn(String namespace, int port) {
    pod(namespace, Entrance.NAME, port, false);
  }

  private void pod(String namespace, String app, int port, boolean onNode) {
    ports.put(namespace, port);
    Map<String, Object> containerPort =
        onNode ? Map.of("containerPort", 9443, "hostPort", 9443) : Map.of("containerPort", 9443);
    pods.put(
        namespace,
        new KubeObject(
            Document.of(
                Map.of(
                    "kind",
                    "Pod",
                    "metadata",
                    Map.of(
                        "name",
                        app + "-1",
                        "namespace",
                        namespace,
                        "uid",
                        namespace,
                        "labels",
                        Map.of("app", app),
                        "annotations",
                        controlPlane.isEmpty()
                            ? Map.of()
                            : Map.of(Entrance.CONTROL_PLANE, controlPlane)),
                    "spec",
                    Map.of(
                        "serviceAccountName",
                        app,
                        "containers",
                        List.of(Map.of("ports", List.of(containerPort)))),
                    "status",
                    Map.of(
                        "hostIP",
                        node,
                        "conditions",
                        List.of(Map.of("type", "Ready", "status", "True")))))));
    watches.forEach(Runnable::run);
  }

  /// The same pod, served by another server from now on.
  void servedBy(int port) {
    ports.put("kube-registry", port);
  }

  /// The registry's pod is being deleted, and is still ready: it answers what has begun.
  void registryPodGoes() {
    pods.computeIfPresent(
        "kube-registry",
        (namespace, pod) ->
            new KubeObject(
                pod.document()
                    .with(Document.of("2026-01-01T00:00:00Z"), "metadata", "deletionTimestamp")));
    watches.forEach(Runnable::run);
  }

  void removePod(String namespace) {
    pods.remove(namespace);
    watches.forEach(Runnable::run);
  }

  void tell(ReachabilityEvent event) {
    followers.forEach(each -> each.accept(event));
  }

  RegistryForward forward() {
    return new RegistryForward(cluster(), tunnels(), identities(), REGISTRY);
  }

  Cluster cluster() {
    return proxy(Cluster.class, this::answer);
  }

  private Object answer(String name, Object[] arguments) {
    return switch (name) {
      case "context" -> new Context("lab", "lab", "ana", "https://x", "dev-ana", true);
      case "version" -> new ServerVersion(1, 35, "v1.35.4");
      case "allowed" -> !denied.contains(((AccessRequest) arguments[0]).namespace());
      case "token" -> tokens.apply(arguments[0] + "/" + arguments[1], (String) arguments[2]);
      case "get" ->
          arguments[0].equals(Kind.CONFIG_MAP)
              ? authorityMap()
              : arguments[0].equals(Kind.DEPLOYMENT) && !pods.containsKey("kube-registry")
                  ? Optional.empty()
                  : Optional.of(new KubeObject(Document.of(Map.of())));
      case "list" -> listed((String) arguments[1]);
      case "watch" -> watch((String) arguments[1], consumer(arguments[3]));
      case "lookAgain" -> lookedAgain.incrementAndGet() < 0 ? this : null;
      case "close" -> null;
      default -> throw new IllegalStateException(name);
    };
  }

  private Optional<KubeObject> authorityMap() {
    authorityReads.incrementAndGet();
    return authorities.isEmpty()
        ? Optional.empty()
        : Optional.of(new KubeObject(Document.of(Map.of("data", Map.of("ca.crt", authorities)))));
  }

  @SuppressWarnings("unchecked")
  private static Consumer<Watched> consumer(Object argument) {
    return (Consumer<Watched>) argument;
  }

  private List<KubeObject> listed(String namespace) {
    if (denied.contains(namespace)) {
      throw new Problem(Code.GENERAL, "Can't list pods", "forbidden", new Remedy.Advice(""))
          .raise();
    }
    KubeObject pod = pods.get(namespace);
    return pod == null ? List.of() : List.of(pod);
  }

  private Subscription watch(String namespace, Consumer<Watched> consumer) {
    Runnable tell = () -> consumer.accept(new Watched(listed(namespace), null));
    watches.add(tell);
    tell.run();
    return () -> watches.remove(tell);
  }

  Tunnels tunnels() {
    return new Tunnels() {
      @Override
      public ByteStream open(PodPort port) {
        try {
          return new SocketStream(ports.get(port.namespace()));
        } catch (UncheckedIOException e) {
          throw new Problem(Code.GENERAL, "No stream", "connection refused", new Remedy.Advice(""))
              .raise(e.getCause());
        }
      }

      @Override
      public ByteStream attach(String namespace, String pod, String container) {
        throw new IllegalStateException();
      }

      @Override
      public Subscription follow(Consumer<ReachabilityEvent> consumer) {
        followers.add(consumer);
        return () -> followers.remove(consumer);
      }

      @Override
      public void close() {}
    };
  }

  Identities identities() {
    return new Identities() {
      @Override
      public Identity get(ServiceAccount account) {
        return identity.get();
      }

      @Override
      public Identity renew(ServiceAccount account, Identity stale) {
        return identity.get();
      }

      @Override
      public void close() {}
    };
  }

  private interface Answer {
    Object to(String name, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> false;
                  case "hashCode" -> System.identityHashCode(self);
                  default -> answer.to(method.getName(), arguments);
                }));
  }
}
