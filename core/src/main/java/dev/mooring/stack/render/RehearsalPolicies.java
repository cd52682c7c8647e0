package dev.mooring.stack.render;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.stack.envoy.ShadowLog;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The objects of a rehearsal in a mesh. Istio tries all dry-run policies of a workload together
/// and apart from those in force, so each that allows something needs its copy.
public record RehearsalPolicies(StackOptions options) {
  /// What has the sidecar speak, and says that there is a rehearsal.
  public static final String NAME = "rehearsal";

  /// Marks all of it; the copies with the namespace of what they are copies of.
  public static final String LABEL = "mooring.dev/rehearsal";

  private static final String APP = RegistryComponent.NAME;
  private static final String DRY_RUN = "istio.io/dry-run";

  /// Before what Istio's filter says of its shadow rules.
  private static final String SHADOW = "istio_dry_run_allow_";

  /// Envoy's name for the identity that a client showed.
  static final String WHO = "%DOWNSTREAM_PEER_URI_SAN%";

  private Meta meta() {
    return new Meta(options, options.namespace());
  }

  /// Whether a policy in force allows something at the registry.
  public boolean allows(KubeObject policy) {
    return concerns(policy) && !tries(policy);
  }

  /// Whether it is somebody else's dry run, which would be tried with the copies.
  public boolean triesBeside(KubeObject policy) {
    return concerns(policy) && tries(policy) && !policy.labels().containsKey(LABEL);
  }

  private static boolean tries(KubeObject policy) {
    return policy.annotations().getOrDefault(DRY_RUN, "").equalsIgnoreCase("true");
  }

  private boolean concerns(KubeObject policy) {
    Document spec = policy.at("spec");
    String action = spec.at("action").textOrEmpty();
    Map<String, String> pod = new LinkedHashMap<>(meta().labels(Map.of("app", APP)));
    return (action.isEmpty() || action.equals("ALLOW"))
        && spec.at("targetRef").isNothing()
        && spec.at("targetRefs").isNothing()
        && pod.entrySet().containsAll(spec.at("selector", "matchLabels").strings().entrySet());
  }

  /// The policy as it would be, as a dry run; nothing for the one that would go.
  public Optional<KubeObject> copy(KubeObject policy, Rehearsed rehearsed) {
    Optional<Writer> rule = rule(policy);
    if (rule.filter(rehearsed::isAbout).isPresent()) {
      return rehearsed
          .change(rule.get())
          .map(
              each ->
                  Builder.of(each)
                      .map(builder -> BuilderPolicy.of(options, builder))
                      .orElseGet(() -> WriterPolicy.of(options, each)))
          .map(this::dryRun);
    }
    return Optional.of(dryRun(policy));
  }

  /// As [Rehearsed] names rules.
  private Optional<Writer> rule(KubeObject policy) {
    if (!Ownership.belongs(policy, options)) {
      return Optional.empty();
    }
    if (policy.labels().containsKey(BuilderPolicy.LABEL)) {
      return BuilderPolicy.read(policy).map(Builder::atDoor);
    }
    return policy.labels().containsKey(WriterPolicy.LABEL)
        ? WriterPolicy.read(policy)
        : Optional.empty();
  }

  private KubeObject dryRun(KubeObject policy) {
    Map<String, Object> spec = new LinkedHashMap<>(policy.at("spec").map());
    spec.put("selector", Map.of("matchLabels", Map.of("app", APP)));
    KubeObject copy =
        meta()
            .object(
                Kind.AUTHORIZATION_POLICY,
                NAME + "." + policy.namespace() + "." + policy.name(),
                Map.of(LABEL, policy.namespace()),
                spec);
    return annotated(copy, DRY_RUN, "true");
  }

  /// Has the registry's sidecar say whom the dry runs would have refused.
  public KubeObject log(Rehearsed rehearsed) {
    return annotated(
        new Istio(meta())
            .accessLog(
                NAME, APP, Map.of(LABEL, options.namespace()), ShadowLog.access(SHADOW, WHO)),
        Rehearsed.ANNOTATION,
        rehearsed.text());
  }

  private static KubeObject annotated(KubeObject object, String name, String value) {
    return new KubeObject(
        object.document().with(Document.of(Map.of(name, value)), "metadata", "annotations"));
  }
}
