package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.stack.envoy.AccountRules;
import dev.mooring.stack.envoy.Files;
import dev.mooring.stack.envoy.IngressDoor;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who may push through the door from the start, and the roles that let somebody come to it.
public record DoorRules(StackOptions options, Surroundings around) implements Component {
  /// The ConfigMap that says who may push.
  public static final String NAME = "mooring-writers";

  public static final String FILE = Files.RULES_FILE;

  /// The ConfigMap of the door's own configuration.
  public static final String DOOR = DoorRegistry.CONFIGURATION;

  /// The door's container in the registry's pod.
  public static final String CONTAINER = EnvoyPod.CONTAINER;

  /// Lets its holder find the door and forward to it. The door is all that listens in that
  /// namespace: its Envoy has no admin port, and the registry no port at all.
  static final String FORWARD = DoorRegistry.CONFIGURATION;

  private boolean tokens() {
    return options.protection() == Protection.TOKENS;
  }

  @Override
  public String base() {
    return options.protection().word() + "-writers";
  }

  @Override
  public List<KubeObject> objects() {
    Meta meta = new Meta(options, options.namespace());
    String account = options.account();
    List<KubeObject> objects = new ArrayList<>();
    objects.add(Roles.role(meta, WriterRules.READ, reading()));
    objects.add(
        Roles.role(
            meta,
            FORWARD,
            List.of(
                Roles.rule("pods", List.of("get", "list", "watch"), ""),
                Roles.rule("pods/portforward", List.of("create", "get"), ""))));
    if (tokens()) {
      objects.add(Namespaces.account(meta, account));
      objects.add(
          Roles.role(
              meta,
              WriterRules.PUSH,
              List.of(Roles.rule("serviceaccounts/token", List.of("create"), account))));
      List<Writer> writers = new ArrayList<>(around.door().writers());
      writers.removeIf(
          each -> each.namespace().equals(options.namespace()) && each.name().equals(account));
      if (!options.isCache()) {
        writers.add(new Writer(account, options.namespace(), account, List.of("*")));
      }
      objects.add(rules(options, writers, around.door().rehearsed()));
    }
    return objects;
  }

  private List<PolicyRule> reading() {
    List<PolicyRule> rules = new ArrayList<>();
    rules.add(Roles.rule("configmaps", List.of("get"), StackRecord.NAME));
    if (tokens()) {
      rules.add(Roles.rule("configmaps", List.of("get"), EnvoyPod.AUTHORITY));
    }
    return rules;
  }

  private static Optional<ServiceAccount> ingress(StackOptions options) {
    return options.additions().ingress().isNone() || options.isCache()
        ? Optional.empty()
        : Optional.of(new ServiceAccount(options.ingressNamespace(), IngressDoor.NAME));
  }

  /// @param rehearsed what the door tries beside them
  public static KubeObject rules(
      StackOptions options, List<Writer> writers, Optional<Rehearsed> rehearsed) {
    ObjectMeta meta = new Meta(options, options.namespace()).named(NAME);
    rehearsed.ifPresent(each -> meta.setAnnotations(Map.of(Rehearsed.ANNOTATION, each.text())));
    return Meta.object(
        new ConfigMapBuilder()
            .withMetadata(meta)
            .addToData(
                FILE,
                AccountRules.file(
                    writers, rehearsed.map(each -> each.in(writers)), ingress(options)))
            .build());
  }
}
