package dev.mooring.stack.options;

import dev.mooring.problem.Finding;
import java.util.List;
import java.util.Map;

/// How a builder's pods come to the registry, as the cluster stands.
///
/// @param rule the policy that lets it push what it may: "AuthorizationPolicy
/// kube-registry/builder.build.kaniko"
/// @param address what its pods push to: "localhost:5000"
/// @param ways the Sidecar objects that lead its pods there
/// @param labels what its pods have to carry; empty where all pods of the namespace are led
/// @param additions what somebody else has to add before its pods get there
/// @param remarks what is odd about it; nothing that stops it
public record BuilderAccess(
    Builder builder,
    String rule,
    String address,
    List<String> ways,
    Map<String, String> labels,
    List<Addition> additions,
    List<Finding> remarks) {

  public BuilderAccess {
    ways = List.copyOf(ways);
    labels = Map.copyOf(labels);
    additions = List.copyOf(additions);
    remarks = List.copyOf(remarks);
  }

  /// Whether a pod of the builder with the labels gets to the registry now.
  public boolean open() {
    return !ways.isEmpty() && additions.isEmpty();
  }

  /// What is missing in an object that Mooring does not write, because another tool would undo it.
  ///
  /// @param object "Sidecar build/default"
  /// @param owner the tool that keeps it: "Argo CD"; empty where nobody is known to
  /// @param yaml the object with the addition
  public record Addition(String object, String owner, String yaml) {}
}
