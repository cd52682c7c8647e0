package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.StackOptions;
import java.util.Optional;

/// The rule by which a builder pushes: a writer's, under a name of its own, so that nobody removes
/// it without what leads the builder's pods to the registry.
public final class BuilderPolicy {
  /// Marks a builder's policy, with its account, and what else is there for builders.
  public static final String LABEL = "mooring.dev/builder";

  private BuilderPolicy() {}

  public static String name(ServiceAccount account) {
    return "builder." + account.namespace() + "." + account.name();
  }

  public static KubeObject of(StackOptions options, Builder builder) {
    return WriterPolicy.of(options, name(builder.account()), LABEL, builder.writer());
  }

  /// Nothing for a policy that names no workload, which Mooring never writes.
  public static Optional<Builder> read(KubeObject policy) {
    return WriterPolicy.read(policy)
        .map(
            each ->
                new Builder(
                    new ServiceAccount(each.namespace(), each.account()), each.repositories()));
  }
}
