package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.EntranceMode;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.options.WriterRights.Right;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.List;
import java.util.Map;

/// The narrowest rights with which a person can push as a writer.
///
/// They are Kubernetes objects that an administrator applies: the writer's ServiceAccount, a
/// Role for a token of that one account, and bindings that let the person find the registry.
/// No port-forward into the registry's or Istio's own namespace is among them: it would lead
/// past the policies that protect it.
///
/// Roles are RBAC's (rbac.authorization.k8s.io/v1); the user is named as the API server sees
/// them.
public final class Grants {
  private static final String GROUP = "rbac.authorization.k8s.io";

  private final StackOptions options;
  private final Writer writer;
  private final String user;

  /// @param user as `kubectl auth whoami` says it
  public Grants(StackOptions options, Writer writer, String user) {
    this.options = options;
    this.writer = writer;
    this.user = user;
  }

  /// The objects, each with the reason for it in a few words, in an order in which they can
  /// be applied.
  public List<Right> rights() {
    return options.protection() == Protection.MESH ? mesh() : door();
  }

  private List<Right> door() {
    String own = "mooring-push-" + writer.name();
    String shared = "mooring-writer-" + writer.namespace() + "-" + writer.name();
    return List.of(
        right(account(), Messages.of("the-account-whose-token-is-shown")),
        right(role(own), Messages.of("a-token-for-that-one-account-and")),
        right(binding(writer.namespace(), own, own), Messages.of("gives-it-to", user)),
        right(
            binding(options.namespace(), shared, WriterRules.READ),
            Messages.of("reading-how-the-registry-was-installed-and")),
        right(
            binding(options.namespace(), shared + "-door", DoorRules.FORWARD),
            Messages.of("finding-the-door-and-port-forwarding")));
  }

  private List<Right> mesh() {
    String own = "mooring-push-" + writer.name();
    String shared = "mooring-writer-" + writer.namespace() + "-" + writer.name();
    boolean forward = options.entrance() == EntranceMode.NONE;
    return List.of(
        right(account(), Messages.of("the-account-whose-certificate-is-shown")),
        right(role(own), Messages.of("a-token-for-that-one-account")),
        right(binding(writer.namespace(), own, own), Messages.of("gives-it-to", user)),
        right(
            binding(options.namespace(), shared, WriterRules.READ),
            Messages.of("reading-how-the-registry-was-installed")),
        right(
            binding(options.entranceNamespace(), shared, LaptopEntrance.NAME),
            forward
                ? Messages.of("finding-the-entrance-and-port-forwarding")
                : Messages.of("finding-the-entrances-address")));
  }

  private static Right right(KubeObject object, String reason) {
    return new Right(object.document(), reason);
  }

  /// Not labelled as Mooring's: workloads may use it, so that uninstalling leaves it alone.
  private KubeObject account() {
    return Meta.object(
        new ServiceAccountBuilder()
            .withMetadata(
                new ObjectMetaBuilder()
                    .withName(writer.account())
                    .withNamespace(writer.namespace())
                    .build())
            .build());
  }

  private KubeObject role(String name) {
    return Meta.object(
        new RoleBuilder()
            .withMetadata(meta(writer.namespace()).named(name, label()))
            .withRules(own())
            .build());
  }

  private List<PolicyRule> own() {
    PolicyRule token = Roles.rule("serviceaccounts/token", List.of("create"), writer.account());
    return options.protection() == Protection.MESH
        ? List.of(token, Roles.rule("configmaps", List.of("get"), WriterRules.ROOTS))
        : List.of(token);
  }

  private KubeObject binding(String namespace, String name, String role) {
    return Meta.object(
        new RoleBindingBuilder()
            .withMetadata(meta(namespace).named(name, label()))
            .withNewRoleRef(GROUP, "Role", role)
            .addNewSubject(GROUP, "User", user, null)
            .build());
  }

  private Meta meta(String namespace) {
    return new Meta(options, namespace);
  }

  private Map<String, String> label() {
    return Map.of(WriterPolicy.LABEL, writer.name());
  }
}
