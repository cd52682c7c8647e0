package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.render.BuilderPolicy;
import dev.mooring.stack.render.EgressProxy;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.WriterPolicy;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Writers of a registry in a mesh: an AuthorizationPolicy each.
record MeshWriters(Cluster cluster, StackOptions options) implements WriterStore {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public List<Writer> list() throws InterruptedException {
    return cluster
        .list(Kind.AUTHORIZATION_POLICY, options.namespace(), Ownership.selector(options))
        .stream()
        .flatMap(policy -> named(policy).stream())
        .sorted(Comparator.comparing(Writer::namespace).thenComparing(Writer::name))
        .toList();
  }

  /// Builders, too: under the name that they have where rules stand together.
  private static Optional<Writer> named(KubeObject policy) {
    if (policy.labels().containsKey(BuilderPolicy.LABEL)) {
      return BuilderPolicy.read(policy).map(Builder::atDoor);
    }
    return policy.labels().containsKey(WriterPolicy.LABEL)
        ? WriterPolicy.read(policy)
        : Optional.empty();
  }

  @Override
  public void put(Writer writer) throws InterruptedException {
    cluster.apply(WriterPolicy.of(options, writer));
    letOut(writer);
  }

  /// Images that it mirrors come through the egress.
  private void letOut(Writer writer) throws InterruptedException {
    if (options.hasEgress()) {
      cluster.apply(EgressProxy.rule(options, writer));
    }
  }

  /// The same for those who were there before the egress.
  void settle() throws InterruptedException {
    String selector = Ownership.selector(options) + "," + WriterPolicy.LABEL;
    for (KubeObject each : cluster.list(Kind.AUTHORIZATION_POLICY, options.namespace(), selector)) {
      Optional<Writer> writer = WriterPolicy.read(each);
      if (writer.isPresent()) {
        letOut(writer.get());
      }
    }
  }

  @Override
  public boolean remove(String namespace, String name) throws InterruptedException {
    String policy = WriterPolicy.name(namespace, name);
    boolean gone =
        cluster
                .get(Kind.AUTHORIZATION_POLICY, options.namespace(), policy)
                .filter(each -> Ownership.belongs(each, options))
                .isPresent()
            && cluster.delete(Kind.AUTHORIZATION_POLICY, options.namespace(), policy, LIMIT);
    if (gone && options.hasEgress()) {
      cluster.delete(Kind.AUTHORIZATION_POLICY, options.egressNamespace(), policy, LIMIT);
    }
    return gone;
  }
}
