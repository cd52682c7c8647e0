package dev.mooring;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.identity.istiod.ControlPlane;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/// Asks the current kubeconfig's cluster once whether an injector of Istio's is registered.
public final class IstioCondition implements ExecutionCondition {
  private static final Namespace OWN = Namespace.create(IstioCondition.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    boolean there =
        context.getRoot().getStore(OWN).computeIfAbsent("istio", ignored -> ask(), Boolean.class);
    String found = there ? "the cluster has Istio" : "the cluster has no Istio";
    // It is asked for a class and again for each of its methods.
    boolean wanted =
        !AnnotationSupport.isAnnotated(context.getElement(), WithoutIstio.class)
            && !AnnotationSupport.isAnnotated(context.getTestClass(), WithoutIstio.class);
    return there == wanted
        ? ConditionEvaluationResult.enabled(found)
        : ConditionEvaluationResult.disabled(found);
  }

  private static Boolean ask() {
    try (Cluster cluster = new FabricKubeconfig().connect(null)) {
      return ControlPlane.of(cluster, cluster.list(Kind.WEBHOOK, null, "")).injects();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
