package dev.mooring.desktop.app;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Applied;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Context;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Kubeconfig;
import dev.mooring.cluster.ServerVersion;
import dev.mooring.cluster.Watched;
import dev.mooring.debug.DebugOptions;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Debugger;
import dev.mooring.debug.Verdict;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Forwards;
import dev.mooring.identity.Identities;
import dev.mooring.identity.Identity;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.job.Observed;
import dev.mooring.job.Progress;
import dev.mooring.job.Subscription;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.Lane;
import dev.mooring.mesh.MeshForwarder;
import dev.mooring.mesh.RegistryLocation;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Platform;
import dev.mooring.registry.Registry;
import dev.mooring.stack.Finding;
import dev.mooring.stack.Stack;
import dev.mooring.stack.StackOptions;
import dev.mooring.stack.StackStatus;
import dev.mooring.stack.Verification;
import dev.mooring.stack.Writer;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Parts that keep what they are told in memory, for screens without a cluster. Each call checks
/// that it does not run on the UI's thread.
final class HandFed {
  final List<String> onUiThread = new CopyOnWriteArrayList<>();
  volatile boolean installed;
  volatile boolean broken;
  final List<Writer> writers =
      new CopyOnWriteArrayList<>(
          List.of(new Writer("lab-admin", "kube-registry", "mooring", List.of("*"))));
  final List<String> tags = new CopyOnWriteArrayList<>(List.of("1.0", "1.1", "main"));

  Workspaces workspaces() {
    return new Workspaces(new TwoContexts(), this::workspace);
  }

  private Workspace workspace(Cluster cluster) {
    return new Workspace(
        new Workspace.Parts(
            cluster,
            new NoTunnels(),
            new ListedForwards(),
            new NoIdentities(),
            new OpenDoor(),
            new MemoryStack(),
            new NoProcesses(),
            uri -> new MemoryRegistry()));
  }

  private void called(String what) {
    if (javafx.application.Platform.isFxApplicationThread()) {
      onUiThread.add(what);
    }
    if (broken) {
      throw new Problem(
              "Cannot reach the API server of lab",
              "connection refused by 127.0.0.1:6443",
              "Start the cluster, then choose Retry",
              "GET https://127.0.0.1:6443/version")
          .raise();
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private final class TwoContexts implements Kubeconfig {
    @Override
    public String source() {
      return "~/.kube/config";
    }

    @Override
    public boolean exists() {
      return true;
    }

    @Override
    public List<Context> contexts() {
      return List.of(context("lab", true), context("staging", false));
    }

    @Override
    public Cluster connect(String name) {
      return new MemoryCluster(context(name == null ? "lab" : name, true));
    }

    private static Context context(String name, boolean current) {
      return new Context(name, name, "ana", "https://127.0.0.1:6443", "work", current);
    }
  }

  private final class MemoryCluster implements Cluster {
    private final Context context;

    MemoryCluster(Context context) {
      this.context = context;
    }

    @Override
    public Context context() {
      return context;
    }

    @Override
    public ServerVersion version() {
      called("version");
      return new ServerVersion(1, 35, "v1.35.4");
    }

    @Override
    public Optional<KubeObject> get(Kind kind, String namespace, String name) {
      return Optional.empty();
    }

    @Override
    public List<KubeObject> list(Kind kind, String namespace, String labelSelector) {
      called("list " + kind.plural());
      return switch (kind.kind()) {
        case "Namespace" ->
            List.of(
                object("{\"metadata\":{\"name\":\"tools\"}}"),
                object("{\"metadata\":{\"name\":\"work\"}}"));
        case "Service" ->
            List.of(
                object(
                    "{\"kind\":\"Service\",\"metadata\":{\"name\":\"api\",\"namespace\":\"work\"},"
                        + "\"spec\":{\"ports\":[{\"port\":8080,\"name\":\"http\"}]}}"));
        case "Deployment" ->
            "istio-system".equals(namespace)
                ? List.of(
                    object(
                        "{\"metadata\":{\"name\":\"istiod\"},\"spec\":{\"template\":{\"spec\":"
                            + "{\"containers\":[{\"image\":\"istio/pilot:1.31.0\"}]}}}}"))
                : List.of(workload("api", 2), workload("hello", 1), workload("worker", 0));
        case "Pod" ->
            List.of(
                object(
                    "{\"metadata\":{\"name\":\"api-7d9f\",\"namespace\":\"work\"},\"status\":"
                        + "{\"containerStatuses\":[{\"imageID\":\"localhost:5000/ana/app@"
                        + MemoryRegistry.digest("1.1")
                        + "\"}]}}"));
        default -> List.of();
      };
    }

    private static KubeObject workload(String name, int ready) {
      return object(
          "{\"kind\":\"Deployment\",\"metadata\":{\"name\":\""
              + name
              + "\",\"namespace\":\"work\"},\"status\":{\"replicas\":2,\"readyReplicas\":"
              + ready
              + "}}");
    }

    private static KubeObject object(String json) {
      return new KubeObject(Documents.json(json, "a test"));
    }

    @Override
    public Applied apply(KubeObject desired) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Applied wouldApply(KubeObject desired) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean delete(Kind kind, String namespace, String name, Duration limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public KubeObject mergePatch(
        Kind kind, String namespace, String name, String subresource, Document patch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public KubeObject strategicPatch(
        Kind kind, String namespace, String name, String subresource, Document patch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean allowed(AccessRequest request) {
      return true;
    }

    @Override
    public String token(String namespace, String account, String audience, Duration lifetime) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String log(String namespace, String pod, String container, int lines) {
      return "";
    }

    @Override
    public Subscription watch(
        Kind kind, String namespace, String labelSelector, Consumer<Watched> consumer) {
      consumer.accept(new Watched(List.of(), null));
      return () -> {};
    }

    @Override
    public ApiEndpoint endpoint() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private static final class NoTunnels implements Tunnels {
    @Override
    public ByteStream open(PodPort port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ByteStream attach(String namespace, String pod, String container) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private static final class NoIdentities implements Identities {
    @Override
    public Identity get(ServiceAccount account) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private final class ListedForwards implements Forwards {
    private final Observed<List<ForwardStatus>> all = new Observed<>(List.of());

    @Override
    public Observed<List<ForwardStatus>> all() {
      return all;
    }

    @Override
    public ForwardStatus start(ForwardSpec spec) {
      called("start forward");
      ForwardStatus status =
          new ForwardStatus(
              spec,
              spec.name().equals("db")
                  ? new ForwardStatus.State.Waiting("no ready pod behind svc/db")
                  : new ForwardStatus.State.Active(),
              List.of(loopback(spec.localPort() == 0 ? 41_234 : spec.localPort())),
              List.of("api-7d9f"),
              3,
              7_300_000,
              12_000);
      put(spec.name(), status);
      return status;
    }

    private void put(String name, ForwardStatus status) {
      all.update(
          list -> {
            List<ForwardStatus> next = new ArrayList<>(list);
            next.removeIf(each -> each.spec().name().equals(name));
            if (status != null) {
              next.add(status);
            }
            return List.copyOf(next);
          });
    }

    @Override
    public void stop(String name) {
      called("stop forward");
      all.get().stream()
          .filter(each -> each.spec().name().equals(name))
          .findFirst()
          .ifPresent(
              each ->
                  put(
                      name,
                      new ForwardStatus(
                          each.spec(),
                          new ForwardStatus.State.Stopped(),
                          List.of(),
                          List.of(),
                          0,
                          0,
                          0)));
    }

    @Override
    public void remove(String name) {
      called("remove forward");
      put(name, null);
    }

    @Override
    public void close() {}
  }

  private final class OpenDoor implements MeshForwarder {
    private final Observed<ConnectionState> state =
        new Observed<>(new ConnectionState.Disconnected());

    @Override
    public Observed<ConnectionState> state() {
      return state;
    }

    @Override
    public ConnectionState.Connected connect(RegistryLocation registry, int port) {
      called("connect");
      ConnectionState.Connected connected =
          new ConnectionState.Connected(
              List.of(loopback(5000)),
              Lane.POD,
              "cluster.local/ns/kube-registry/sa/" + registry.account().name(),
              Instant.now().plusSeconds(3000),
              1,
              48_000_000,
              7_300_000);
      state.set(connected);
      return connected;
    }

    @Override
    public void disconnect() {
      state.set(new ConnectionState.Disconnected());
    }

    @Override
    public void close() {}
  }

  private final class MemoryStack implements Stack {
    @Override
    public List<Finding> examine(StackOptions options, Consumer<Finding> found) {
      called("examine");
      return List.of(
          new Finding("server", Finding.Level.OK, "API server", "v1.35.4 answers", ""),
          new Finding(
              "istio", Finding.Level.OK, "Istio", "1.31.0, injector ready, mutual TLS strict", ""),
          new Finding("rights", Finding.Level.OK, "Your rights", "all that an install needs", ""),
          new Finding(
              "storage",
              Finding.Level.WARNING,
              "Storage",
              "StorageClass local-path does not grow volumes",
              "Choose a size that lasts, or another class"),
          new Finding("port", Finding.Level.OK, "Port 5000", "free here and on both nodes", ""));
    }

    @Override
    public StackStatus status(StackOptions options) {
      called("status");
      return installed
          ? new StackStatus(
              true,
              options.registryImage(),
              true,
              List.of(
                  new StackStatus.NodeGateway("node-a", true),
                  new StackStatus.NodeGateway("node-b", true)),
              "")
          : new StackStatus(false, "", false, List.of(), "");
    }

    @Override
    public Installation install(StackOptions options, Progress progress) {
      called("install");
      progress.step("created Namespace kube-registry");
      progress.step("created Deployment kube-registry/kube-registry");
      installed = true;
      return new Installation(18, 0, 0);
    }

    @Override
    public Verification verify(StackOptions options, Progress progress) {
      called("verify");
      return new Verification(
          Instant.now(),
          List.of(
              new Verification.Pull("node-a", true, Duration.ofMillis(93), ""),
              new Verification.Pull("node-b", true, Duration.ofMillis(88), "")),
          List.of(
              new Verification.Refusal(
                  "a push by an identity that is no writer", true, "403 RBAC: access denied"),
              new Verification.Refusal("plain HTTP to the registry pod", true, "closed")));
    }

    @Override
    public List<String> uninstall(StackOptions options, DataFate data, Progress progress) {
      called("uninstall");
      installed = false;
      return planUninstall(options, data);
    }

    @Override
    public List<String> planUninstall(StackOptions options, DataFate data) {
      return List.of("Deployment kube-registry/kube-registry", "DaemonSet mooring-node/gateway");
    }

    @Override
    public List<Writer> writers(StackOptions options) {
      called("writers");
      return List.copyOf(writers);
    }

    @Override
    public String addWriter(StackOptions options, Writer writer) {
      called("add writer");
      writers.add(writer);
      return "kind: Role\nmetadata:\n  name: " + writer.name() + "\n";
    }

    @Override
    public void removeWriter(StackOptions options, String name, String namespace) {
      called("remove writer");
      writers.removeIf(each -> each.name().equals(name));
    }
  }

  private final class MemoryRegistry implements Registry {
    static String digest(String tag) {
      return "sha256:" + String.format("%064x", tag.hashCode() * 7_919L & 0xffffffffffL);
    }

    @Override
    public void ping() {}

    @Override
    public List<String> repositories() {
      called("repositories");
      return List.of("ana/app", "ana/worker", "tools/dlv");
    }

    @Override
    public List<String> tags(String repository) {
      called("tags");
      return List.copyOf(tags);
    }

    @Override
    public ImageSummary summary(String repository, String tag) {
      return new ImageSummary(
          repository,
          tag,
          new Digest(digest(tag)),
          7_300_000L * (tag.length() + 1),
          List.of(new Platform("linux", "amd64", ""), new Platform("linux", "arm64", "")),
          Instant.now().minus(Duration.ofHours(5L * tag.length())),
          List.of(),
          List.of());
    }

    @Override
    public Document inspect(String repository, String reference) {
      return Documents.json(
          "{\"manifest\":{\"layers\":[{\"digest\":\""
              + digest("layer")
              + "\",\"size\":7300000}]},\"config\":{\"config\":{\"Cmd\":[\"/app\",\"serve\"],"
              + "\"User\":\"1000:1000\",\"Env\":[\"PATH=/bin\"]},\"history\":[{\"created_by\":"
              + "\"COPY /app /app\"}]}}",
          "a test");
    }

    @Override
    public Removal planRemoval(String repository, String reference) {
      return new Removal(
          repository,
          reference,
          new Digest(digest(reference)),
          List.of(reference),
          List.of(),
          List.of(new Digest(digest(reference))));
    }

    @Override
    public void remove(Removal plan) {
      called("remove tag");
      tags.removeAll(plan.tags());
    }

    @Override
    public Digest push(Path archive, ImageReference as, Progress progress) {
      called("push");
      return new Digest(digest(as.tag()));
    }

    @Override
    public Digest pull(ImageReference image, Path archive, Progress progress) {
      throw new UnsupportedOperationException();
    }
  }

  private final class NoProcesses implements Debugger {
    @Override
    public Verdict judge(DebugTarget target) {
      called("judge");
      boolean possible = target.workload().equals("deploy/hello");
      return new Verdict(
          target.namespace(),
          target.workload().substring(7) + "-7d9f",
          "app",
          possible,
          possible
              ? List.of()
              : List.of("The binary has no DWARF: build it without -ldflags=-w, then deploy again"),
          List.of(
              new Verdict.Fact("runs as", "uid 1000, gid 0"),
              new Verdict.Fact("node", "node-a, amd64")));
    }

    @Override
    public DebugSession attach(DebugTarget target, DebugOptions options, Progress progress) {
      throw new Problem("Cannot attach", "nothing runs here", "Use a real cluster").raise();
    }

    @Override
    public List<DebugSession> sessions() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
