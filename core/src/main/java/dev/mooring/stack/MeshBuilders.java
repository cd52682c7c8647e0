package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Remedy;
import dev.mooring.rights.Needs;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.BuilderAccess;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.BuilderListener;
import dev.mooring.stack.render.BuilderPolicy;
import dev.mooring.stack.render.BuilderService;
import dev.mooring.stack.render.EgressProxy;
import dev.mooring.stack.render.Ownership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Builders of a registry in a mesh: an AuthorizationPolicy each, and a listener in the Sidecar
/// that
/// decides about their pods.
final class MeshBuilders implements BuilderStore {
  /// The remark on a Sidecar that lets builders out past the egress.
  static final String WAY_OUT = "builder.egress";

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final StackOptions options;
  private final BuilderSidecars sidecars;

  MeshBuilders(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
    this.sidecars = new BuilderSidecars(cluster, options);
  }

  @Override
  public List<Builder> list() throws InterruptedException {
    return cluster
        .list(
            Kind.AUTHORIZATION_POLICY,
            options.namespace(),
            Ownership.selector(options) + "," + BuilderPolicy.LABEL)
        .stream()
        .flatMap(policy -> BuilderPolicy.read(policy).stream())
        .sorted(Comparator.comparing(each -> each.account().toString()))
        .toList();
  }

  @Override
  public Needs toAllow(ServiceAccount account) {
    return Needs.allowBuilder(options.namespace(), account.namespace());
  }

  @Override
  public Needs toRemove(ServiceAccount account) {
    return Needs.removeBuilder(options.namespace(), account.namespace());
  }

  /// What leads the pods there is made first: without the rule it leads to a refusal.
  @Override
  public void put(Builder builder) throws InterruptedException {
    sidecars.add(builder.account());
    Optional<KubeObject> service = BuilderService.of(options);
    if (service.isPresent()) {
      cluster.apply(service.get());
    }
    cluster.apply(BuilderPolicy.of(options, builder));
    settle(builder);
  }

  /// Lets its pods out by the proxy only, or as before where the registry has none.
  void settle(Builder builder) throws InterruptedException {
    if (options.hasEgress()) {
      cluster.apply(EgressProxy.rule(options, builder.account()));
    }
    sidecars.settle(builder.account().namespace());
  }

  /// The rule goes first: from then on nothing of it is pushed.
  @Override
  public boolean remove(ServiceAccount account) throws InterruptedException {
    String policy = BuilderPolicy.name(account);
    Optional<KubeObject> present =
        cluster
            .get(Kind.AUTHORIZATION_POLICY, options.namespace(), policy)
            .filter(each -> Ownership.belongs(each, options));
    if (present.isEmpty()
        || !cluster.delete(Kind.AUTHORIZATION_POLICY, options.namespace(), policy, LIMIT)) {
      return false;
    }
    if (options.hasEgress()) {
      cluster.delete(Kind.AUTHORIZATION_POLICY, options.egressNamespace(), policy, LIMIT);
    }
    List<Builder> left = list();
    if (left.stream().noneMatch(each -> each.account().namespace().equals(account.namespace()))) {
      sidecars.remove(account.namespace());
    }
    Optional<KubeObject> service = BuilderService.of(options);
    if (left.isEmpty() && service.isPresent()) {
      cluster.delete(Kind.SERVICE, options.namespace(), service.get().name(), LIMIT);
    }
    return true;
  }

  @Override
  public BuilderAccess access(Builder builder, List<Finding> remarks) throws InterruptedException {
    BuilderSidecars.State state;
    try {
      state = sidecars.state(builder.account());
    } catch (MooringException e) {
      if (e.problem().code() != Code.MISSING_RIGHT) {
        throw e;
      }
      state = new BuilderSidecars.State(List.of(), true, List.of());
    }
    return new BuilderAccess(
        builder,
        BuilderPolicy.of(options, builder).words(),
        "localhost:" + options.nodePort(),
        state.ways(),
        state.own() ? BuilderListener.PODS : Map.of(),
        state.additions(),
        remarks);
  }

  @Override
  public List<Finding> remarks(Builder builder) throws InterruptedException {
    List<Finding> remarks = new ArrayList<>(new BuilderChecks(cluster).inMesh(builder));
    if (options.hasEgress()) {
      for (String each : sidecars.letOut(builder.account())) {
        remarks.add(
            Finding.warning(
                WAY_OUT,
                Messages.of("way-out-of-builders"),
                Messages.of("a-sidecar-lets-them-out", each),
                new Remedy.Advice(Messages.of("add-registry-only-to-it"))));
      }
    }
    return remarks;
  }

  @Override
  public List<KubeObject> led() throws InterruptedException {
    List<KubeObject> led = new ArrayList<>();
    List<String> namespaces =
        list().stream().map(each -> each.account().namespace()).distinct().toList();
    for (String each : namespaces) {
      led.addAll(sidecars.led(each));
    }
    return led;
  }

  @Override
  public void restore(KubeObject sidecar) throws InterruptedException {
    sidecars.remove(sidecar.namespace());
  }
}
