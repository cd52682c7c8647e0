package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.WriterPolicy;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// Writers of a registry in a mesh: an AuthorizationPolicy each.
record MeshWriters(Cluster cluster, StackOptions options) implements WriterStore {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public List<Writer> list() throws InterruptedException {
    return cluster
        .list(
            Kind.AUTHORIZATION_POLICY,
            options.namespace(),
            Ownership.selector(options) + "," + WriterPolicy.LABEL)
        .stream()
        .flatMap(policy -> WriterPolicy.read(policy).stream())
        .sorted(Comparator.comparing(Writer::namespace).thenComparing(Writer::name))
        .toList();
  }

  @Override
  public void put(Writer writer) throws InterruptedException {
    cluster.apply(WriterPolicy.of(options, writer));
  }

  @Override
  public boolean remove(String namespace, String name) throws InterruptedException {
    String policy = WriterPolicy.name(namespace, name);
    return cluster
            .get(Kind.AUTHORIZATION_POLICY, options.namespace(), policy)
            .filter(each -> Ownership.belongs(each, options))
            .isPresent()
        && cluster.delete(Kind.AUTHORIZATION_POLICY, options.namespace(), policy, LIMIT);
  }
}
