package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.rights.Needs;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.BuilderAccess;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.BuilderListener;
import dev.mooring.stack.render.DoorBuilder;
import dev.mooring.stack.render.DoorKeys;
import dev.mooring.stack.render.DoorRules;
import dev.mooring.stack.render.Ownership;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Builders of a registry behind a door of Mooring's: a rule each among the writers', and the
/// configuration of the Envoy that each of their pods brings along.
record DoorBuilders(Cluster cluster, StackOptions options) implements BuilderStore {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public List<Builder> list() throws InterruptedException {
    return rules().list().stream().flatMap(each -> Builder.of(each).stream()).toList();
  }

  private DoorWriters rules() {
    return new DoorWriters(cluster, options);
  }

  @Override
  public Needs toAllow(ServiceAccount account) {
    return Needs.allowDoorBuilder(options.namespace(), account.namespace());
  }

  @Override
  public Needs toRemove(ServiceAccount account) {
    return Needs.removeDoorBuilder(options.namespace(), account.namespace());
  }

  @Override
  public void put(Builder builder) throws InterruptedException {
    cluster.apply(
        new DoorBuilder(options).configuration(builder.account().namespace(), authority()));
    rules().put(builder.atDoor());
  }

  private String authority() throws InterruptedException {
    return cluster
        .get(Kind.CONFIG_MAP, options.namespace(), DoorKeys.AUTHORITY)
        .flatMap(each -> each.at("data", DoorKeys.ROOTS).text())
        .orElseThrow(
            () ->
                new Problem(
                        Code.REGISTRY_MISSING,
                        Messages.of("cannot-allow-builders-of", options.namespace()),
                        Messages.of(
                            "the-rules-of-its-door-are", DoorKeys.AUTHORITY, options.namespace()),
                        new Remedy.Command(
                            Messages.of("install-again-which-completes-it-and"), "mooring install"))
                    .raise());
  }

  @Override
  public boolean remove(ServiceAccount account) throws InterruptedException {
    Builder any = new Builder(account, List.of());
    if (!rules().remove(account.namespace(), any.atDoor().name())) {
      return false;
    }
    if (list().stream().noneMatch(each -> each.account().namespace().equals(account.namespace()))) {
      String name = new DoorBuilder(options).name();
      if (configuration(account.namespace()).isPresent()) {
        cluster.delete(Kind.CONFIG_MAP, account.namespace(), name, LIMIT);
      }
    }
    return true;
  }

  private Optional<KubeObject> configuration(String namespace) throws InterruptedException {
    return cluster
        .get(Kind.CONFIG_MAP, namespace, new DoorBuilder(options).name())
        .filter(each -> Ownership.belongs(each, options));
  }

  /// Has builders' pods believe these authorities.
  ///
  /// @return whether pods that run know within seconds
  boolean believe(String authorities) throws InterruptedException {
    List<String> namespaces =
        list().stream().map(each -> each.account().namespace()).distinct().toList();
    boolean told = true;
    for (String each : namespaces) {
      cluster.apply(new DoorBuilder(options).configuration(each, authorities));
      told &= new Nudge(cluster).pods(each, LABEL).isPresent();
    }
    return told;
  }

  private static final String LABEL =
      String.join(
          ",",
          BuilderListener.PODS.entrySet().stream()
              .map(each -> each.getKey() + "=" + each.getValue())
              .toList());

  @Override
  public BuilderAccess access(Builder builder, List<Finding> remarks) throws InterruptedException {
    return new BuilderAccess(
        builder,
        Messages.of("rule-in", builder.atDoor().name(), options.namespace() + "/" + DoorRules.NAME),
        "localhost:" + options.nodePort(),
        configuration(builder.account().namespace()).stream().map(KubeObject::words).toList(),
        BuilderListener.PODS,
        List.of(),
        remarks);
  }

  @Override
  public List<Finding> remarks(Builder builder) throws InterruptedException {
    return new BuilderChecks(cluster).atDoor(builder);
  }
}
