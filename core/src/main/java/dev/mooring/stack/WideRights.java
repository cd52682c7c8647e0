package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.istiod.ControlPlane;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Rights that Mooring before 0.2 told people to grant: port-forward into Istio's namespace and to
/// the registry's pods, which reach more than a push needs.
final class WideRights {
  private static final String ID = "rights.wide";
  private static final String SUBJECT = Messages.of("permissions-granted");
  private static final String NAME = "mooring-connect";

  private final Cluster cluster;
  private final StackOptions options;

  WideRights(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  List<Finding> findings() throws InterruptedException {
    List<KubeObject> wide = new ArrayList<>();
    Set<String> namespaces = new LinkedHashSet<>();
    namespaces.add(ControlPlane.find(cluster).namespace());
    namespaces.add(options.namespace());
    for (String namespace : namespaces) {
      for (Kind kind : List.of(Kind.ROLE_BINDING, Kind.ROLE)) {
        cluster.list(kind, namespace, "").stream()
            .filter(each -> each.name().equals(NAME) || each.name().startsWith(NAME + "-"))
            .forEach(wide::add);
      }
    }
    if (wide.isEmpty()) {
      return List.of(Finding.ok(ID, SUBJECT, Messages.of("none-wider-than-a-push-needs")));
    }
    String command =
        wide.stream()
            .map(
                each ->
                    "kubectl -n %s delete %s %s"
                        .formatted(
                            each.namespace(),
                            each.kind().toLowerCase(java.util.Locale.ROOT),
                            each.name()))
            .sorted()
            .collect(Collectors.joining(" && "));
    return List.of(
        Finding.warning(
            ID,
            SUBJECT,
            Messages.of(
                "let-people-port-forward-to-istiod",
                wide.stream().map(KubeObject::words).sorted().collect(Collectors.joining(", "))),
            new Remedy.Command(Messages.of("give-what-mooring-writer-add-prints"), command)));
  }
}
