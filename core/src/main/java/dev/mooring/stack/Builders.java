package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.rights.Needs;
import dev.mooring.rights.Review;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.BuilderAccess;
import dev.mooring.stack.options.Names;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.render.BuilderListener;
import dev.mooring.stack.render.BuilderPolicy;
import dev.mooring.stack.render.BuilderService;
import dev.mooring.stack.render.Ownership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whose pods push from inside the cluster, under their own identity.
final class Builders {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final StackOptions options;
  private final BuilderSidecars sidecars;

  Builders(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
    this.sidecars = new BuilderSidecars(cluster, options);
  }

  List<BuilderAccess> list() throws InterruptedException {
    List<BuilderAccess> found = new ArrayList<>();
    for (Builder each : allowed()) {
      found.add(access(each, List.of()));
    }
    return found;
  }

  private List<Builder> allowed() throws InterruptedException {
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

  /// What leads the pods there is made first: without the rule it leads to a refusal.
  BuilderAccess allow(Builder builder) throws InterruptedException {
    String what = Messages.of("cannot-allow-the-builder", builder.account());
    demandMesh(builder, what);
    new Writers(cluster, options).demandPossible(builder.writer(), what);
    String namespace = builder.account().namespace();
    Review.of(cluster, Needs.allowBuilder(options.namespace(), namespace)).demand(what);
    List<Finding> remarks = new BuilderChecks(cluster).remarks(builder);
    sidecars.add(builder.account());
    Optional<KubeObject> service = BuilderService.of(options);
    if (service.isPresent()) {
      cluster.apply(service.get());
    }
    cluster.apply(BuilderPolicy.of(options, builder));
    return access(builder, remarks);
  }

  /// Without sidecars nothing leads a pod's plain requests to the registry: it shows its own token.
  private void demandMesh(Builder builder, String what) {
    if (options.protection() == Protection.MESH) {
      return;
    }
    Writer writer = builder.writer();
    Remedy remedy =
        options.protection() == Protection.TOKENS
            ? new Remedy.Command(
                Messages.of("make-it-a-writer-and-give-its-pods"),
                "mooring writer add %s --namespace %s --repositories '%s'"
                    .formatted(
                        writer.account(),
                        writer.namespace(),
                        String.join(",", writer.repositories())))
            : new Remedy.Advice(Messages.of("its-pods-can-push-already"));
    throw new Problem(
            Code.WRITER_NOT_ALLOWED, what, Messages.of("builders-are-led-by-sidecars"), remedy)
        .raise();
  }

  /// The rule goes first: from then on nothing of it is pushed.
  void remove(ServiceAccount account) throws InterruptedException {
    Names.label("namespace", account.namespace());
    Names.label("account", account.name());
    String what = Messages.of("cannot-remove-the-builder", account);
    Review.of(cluster, Needs.removeBuilder(options.namespace(), account.namespace())).demand(what);
    String policy = BuilderPolicy.name(account);
    Optional<KubeObject> present =
        cluster
            .get(Kind.AUTHORIZATION_POLICY, options.namespace(), policy)
            .filter(each -> Ownership.belongs(each, options));
    if (present.isEmpty()
        || !cluster.delete(Kind.AUTHORIZATION_POLICY, options.namespace(), policy, LIMIT)) {
      throw new Problem(
              Code.BUILDER_UNKNOWN,
              what,
              Messages.of("the-registry-in-has-no-such-builder", options.namespace()),
              new Remedy.Command(
                  Messages.of("see-which-builders-there-are"), "mooring builder list"))
          .raise();
    }
    List<Builder> left = allowed();
    if (left.stream().noneMatch(each -> each.account().namespace().equals(account.namespace()))) {
      sidecars.remove(account.namespace());
    }
    Optional<KubeObject> service = BuilderService.of(options);
    if (left.isEmpty() && service.isPresent()) {
      cluster.delete(Kind.SERVICE, options.namespace(), service.get().name(), LIMIT);
    }
  }

  /// The Sidecars that a removal of the registry has to restore.
  List<KubeObject> led() throws InterruptedException {
    List<KubeObject> led = new ArrayList<>();
    List<String> namespaces =
        allowed().stream().map(each -> each.account().namespace()).distinct().toList();
    for (String each : namespaces) {
      led.addAll(sidecars.led(each));
    }
    return led;
  }

  /// Restores one of [#led].
  void restore(KubeObject sidecar) throws InterruptedException {
    sidecars.remove(sidecar.namespace());
  }

  private BuilderAccess access(Builder builder, List<Finding> remarks)
      throws InterruptedException {
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
}
