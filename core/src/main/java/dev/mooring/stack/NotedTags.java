package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Digest;
import dev.mooring.registry.TagChange;
import dev.mooring.registry.TagLog;
import dev.mooring.registry.TagWrite;
import dev.mooring.stack.envoy.PushLog;
import dev.mooring.stack.render.DoorRules;
import dev.mooring.stack.render.Rendering;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The history of one registry's tags, with who changed them as far as the log of the proxy in its
/// pod goes back. The log is read when somebody asks for changes, and what it says is kept.
/// Thread-safe.
public final class NotedTags implements TagLog {
  /// As far back as a container's log is read.
  private static final int MOST_LINES = 5_000;

  private static final Set<String> PROXIES = Set.of(MeshDryRun.PROXY, DoorRules.CONTAINER);

  private final TagLog history;
  private final Cluster cluster;
  private final String namespace;
  private volatile Optional<Problem> unknown = Optional.empty();

  /// @param history keeps what is known
  /// @param namespace the registry's
  public NotedTags(TagLog history, Cluster cluster, String namespace) {
    this.history = history;
    this.cluster = cluster;
    this.namespace = namespace;
  }

  @Override
  public String registry() {
    return history.registry();
  }

  @Override
  public void saw(String repository, String tag, Optional<Digest> digest, Instant asked) {
    history.saw(repository, tag, digest, asked);
  }

  @Override
  public void listed(String repository, Collection<String> tags, Instant asked) {
    history.listed(repository, tags, asked);
  }

  @Override
  public void wrote(String repository, String tag, Digest digest) {
    history.wrote(repository, tag, digest);
  }

  @Override
  public void deleted(String repository, String reference) {
    history.deleted(repository, reference);
  }

  @Override
  public boolean knows(String repository, String tag) {
    return history.knows(repository, tag);
  }

  @Override
  public void noted(Collection<TagWrite> writes) {
    history.noted(writes);
  }

  @Override
  public Optional<Problem> unknown() {
    return unknown;
  }

  @Override
  public void settle() {
    history.settle();
  }

  @Override
  public List<TagChange> changes(String repository) throws InterruptedException {
    try {
      history.noted(read());
      unknown = Optional.empty();
    } catch (MooringException e) {
      // What Mooring saw is an answer, too.
      unknown = Optional.of(e.problem());
    }
    return history.changes(repository);
  }

  private List<TagWrite> read() throws InterruptedException {
    List<TagWrite> writes = new ArrayList<>();
    for (KubeObject pod : cluster.list(Kind.POD, namespace, "app=" + Rendering.REGISTRY)) {
      Optional<String> proxy =
          Pods.containers(pod)
              .map(each -> each.at("name").textOrEmpty())
              .filter(PROXIES::contains)
              .findFirst();
      if (proxy.isPresent()) {
        cluster.readLog(
            namespace,
            pod.name(),
            proxy.get(),
            MOST_LINES,
            line -> PushLog.read(line).ifPresent(writes::add));
      }
    }
    return writes;
  }
}
