package dev.mooring.stack.render;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.List;

/// Kubernetes' own rights, as far as a writer needs them.
final class Roles {
  private Roles() {}

  /// @param name of the one object; empty for all
  static PolicyRule rule(String resource, List<String> verbs, String name) {
    PolicyRuleBuilder rule =
        new PolicyRuleBuilder().withApiGroups("").withResources(resource).withVerbs(verbs);
    return (name.isEmpty() ? rule : rule.withResourceNames(name)).build();
  }

  /// All objects of a kind.
  static PolicyRule rule(Kind kind, List<String> verbs) {
    return new PolicyRuleBuilder()
        .withApiGroups(kind.group())
        .withResources(kind.plural())
        .withVerbs(verbs)
        .build();
  }

  static KubeObject role(Meta meta, String name, List<PolicyRule> rules) {
    return Meta.object(new RoleBuilder().withMetadata(meta.named(name)).withRules(rules).build());
  }
}
