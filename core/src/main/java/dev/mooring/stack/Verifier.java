package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.mesh.RegistryPlace;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.Verification.Row;
import dev.mooring.stack.collect.Unfinished;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Ownership;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/// Proves an installed stack by using it: as a writer, as every node, and as those who must be
/// refused.
final class Verifier {
  private static final String STRANGER = "mooring-verify";
  private static final Duration GOES = Duration.ofSeconds(30);

  /// A policy that was just applied reaches the sidecars after a moment.
  private static final Duration SETTLES = Duration.ofSeconds(15);

  private final Cluster cluster;
  private final Tunnels tunnels;
  private final Function<RegistryPlace, RegistryForward> forwards;
  private final StackOptions options;
  private final Progress progress;

  Verifier(
      Cluster cluster,
      Tunnels tunnels,
      Function<RegistryPlace, RegistryForward> forwards,
      StackOptions options,
      Progress progress) {
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.forwards = forwards;
    this.options = options;
    this.progress = progress;
  }

  Verification verify() throws InterruptedException {
    NodePulls pulls = new NodePulls(cluster, options, progress);
    pulls.clean();
    List<KubeObject> nodes = pulls.nodes();
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    if (options.isCache()) {
      return cache(pulls, nodes, id);
    }
    ProbeImage image = new ProbeImage(id, architectures(nodes));
    ServiceAccount writer = new ServiceAccount(options.namespace(), options.account());
    try (RegistryForward forward = forwards.apply(options.location(writer));
        ProbePush push = connect(forward)) {
      try {
        settled(push);
        push(push, image, id);
        progress.step(Messages.of("pushed-a-fresh-image-as", writer));
        String name = "localhost:" + options.nodePort() + "/" + ProbePush.REPOSITORY + ":" + id;
        List<Verification.Pull> pulled = new ArrayList<>();
        List<Callable<List<Row>>> parts = new ArrayList<>();
        parts.add(
            () -> {
              pulled.addAll(pulls.pull(name, id, nodes));
              return List.of();
            });
        if (options.protection() != Protection.PLAIN) {
          parts.add(this::stranger);
        }
        if (options.hasEgress()) {
          parts.add(() -> new EgressChecks(options).asOneOfItsOwn(forward, writer));
        }
        List<Row> rows = rows(parts, id, nodes);
        return new Verification(Instant.now(), List.copyOf(pulled), rows);
      } finally {
        clean(pulls, push, image);
      }
    }
  }

  /// Nothing can be pushed to it, so that there is nothing for the nodes to pull that is known to
  /// be where it pulls from: each is answered, and whoever pushes is refused.
  private Verification cache(NodePulls pulls, List<KubeObject> nodes, String id)
      throws InterruptedException {
    try (RegistryForward forward = forwards.apply(options.location());
        ProbePush push = connect(forward)) {
      try {
        List<Callable<List<Row>>> parts = new ArrayList<>();
        parts.add(
            () -> {
              CacheChecks checks = new CacheChecks(options, push);
              return List.of(checks.push(), checks.upstream(id));
            });
        parts.add(
            () -> Caches.unencrypted(options).map(each -> new Row("", each)).stream().toList());
        return new Verification(Instant.now(), List.of(), rows(parts, id, nodes));
      } finally {
        progress.advance(Messages.of("cleaning-up"), 0, 0, Progress.Unit.ITEMS);
        pulls.clean();
      }
    }
  }

  /// @param first what is looked at before what every registry is looked at for
  private List<Row> rows(List<Callable<List<Row>>> first, String id, List<KubeObject> nodes)
      throws InterruptedException {
    List<Callable<List<Row>>> parts = new ArrayList<>(first);
    parts.add(this::standing);
    parts.add(() -> unfinished());
    parts.add(this::volume);
    parts.addAll(new AccessCheck(cluster, tunnels, options, id, progress).attempts(nodes));
    List<Row> rows = new ArrayList<>();
    Concurrently.inOrder(parts, some -> some.forEach(each -> add(rows, each)));
    return List.copyOf(rows);
  }

  /// A volume that is full or gone says more than what the registry makes of it.
  private void push(ProbePush push, ProbeImage image, String id) throws InterruptedException {
    try {
      push.push(image, id);
    } catch (MooringException e) {
      Optional<Finding> volume =
          new VolumeCheck(cluster, options)
              .measured()
              .filter(each -> each.level() == Finding.Level.BLOCKER);
      if (volume.isEmpty()) {
        throw e;
      }
      throw new Problem(
              Code.VOLUME_UNUSABLE,
              e.problem().what(),
              volume.get().words(),
              volume.get().remedy(),
              e.problem().why())
          .raise(e);
    }
  }

  /// What can be said without trying.
  private List<Row> standing() throws InterruptedException {
    List<Row> rows = new ArrayList<>(protection());
    if (!options.additions().ingress().isNone()) {
      rows.add(new Row("", new HostClaims(cluster, options).finding()));
    }
    return rows;
  }

  private List<Row> protection() throws InterruptedException {
    if (options.protection() == Protection.MESH) {
      return List.of(new Row("", new Claims(cluster, options).finding()));
    }
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("", new ProtectionCheck(options).finding()));
    rows.add(new Row("", Claims.notApplicable()));
    if (options.protection() == Protection.TOKENS) {
      rows.add(new Row("", new CertificateCheck(cluster, options).finding(Instant.now())));
    }
    return rows;
  }

  private List<Row> volume() throws InterruptedException {
    return new VolumeCheck(cluster, options)
        .measured().map(each -> new Row("", each)).stream().toList();
  }

  /// Told only where there is something to tell.
  private List<Row> unfinished() throws InterruptedException {
    Finding finding = new Unfinished(cluster, options).finding();
    return finding.level() == Finding.Level.OK ? List.of() : List.of(new Row("", finding));
  }

  private void add(List<Row> rows, Row row) {
    rows.add(row);
    progress.step(row.attempt() + ": " + row.finding().sentence());
  }

  /// Runs whatever happened before; what an interrupt cuts off here, the next verification removes.
  private void clean(NodePulls pulls, ProbePush push, ProbeImage image)
      throws InterruptedException {
    progress.advance(Messages.of("cleaning-up"), 0, 0, Progress.Unit.ITEMS);
    pulls.clean();
    cluster.delete(Kind.SERVICE_ACCOUNT, options.namespace(), STRANGER, GOES);
    try {
      push.delete(image);
    } catch (MooringException e) {
      progress.step(Messages.of("left-the-test-image-in-the", e.problem().why()));
    }
  }

  private static ProbePush connect(RegistryForward forward) throws InterruptedException {
    return new ProbePush(forward.connect(0).listening().getFirst());
  }

  private static void settled(ProbePush push) throws InterruptedException {
    long deadline = System.nanoTime() + SETTLES.toNanos();
    while (push.tryUpload().status() == 403 && System.nanoTime() < deadline) {
      Thread.sleep(500);
    }
  }

  private static SortedSet<String> architectures(List<KubeObject> nodes) {
    SortedSet<String> found = new TreeSet<>();
    for (KubeObject node : nodes) {
      String architecture = node.at("status", "nodeInfo", "architecture").textOrEmpty();
      if (!architecture.isEmpty()) {
        found.add(architecture);
      }
    }
    if (found.isEmpty()) {
      throw new Problem(
              Code.NODES_MISSING,
              Messages.of("cannot-verify-the-registry"),
              Messages.of("no-linux-node-of-the-cluster"),
              new Remedy.Advice(Messages.of("add-a-node-then-verify-again")))
          .raise();
    }
    return found;
  }

  private List<Row> stranger() throws InterruptedException {
    cluster.apply(
        new KubeObject(
            Document.of(
                Map.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "ServiceAccount",
                    "metadata",
                    Map.of(
                        "name",
                        STRANGER,
                        "namespace",
                        options.namespace(),
                        "labels",
                        Ownership.labels(options)),
                    "automountServiceAccountToken",
                    false))));
    ServiceAccount stranger = new ServiceAccount(options.namespace(), STRANGER);
    try (RegistryForward forward = forwards.apply(options.location(stranger));
        ProbePush push = connect(forward)) {
      ProbePush.Reply reply = push.tryUpload();
      Row pushed =
          Rows.row(Attempt.STRANGER, "", Answer.parse("HTTP/1.1 " + reply.words()), Remedy.none());
      return options.hasEgress()
          ? List.of(pushed, new EgressChecks(options).asStranger(forward))
          : List.of(pushed);
    } catch (MooringException e) {
      String why = e.problem().what() + ": " + e.problem().why();
      return List.of(Rows.row(Attempt.STRANGER, "", Answer.untried(why), Remedy.none()));
    }
  }
}
