package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.ServerVersion;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import java.util.List;

/// What the doctor says of a cluster whose registry has a door of Mooring's.
final class DoorChecks {
  private static final String DISCOVERY = "system:service-account-issuer-discovery";
  private static final String ACCOUNTS = "system:serviceaccounts";

  private final Cluster cluster;
  private final StackOptions options;

  DoorChecks(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  /// The door starts before the registry and ends after it.
  static Finding sidecars(ServerVersion version) {
    String subject = Messages.of("native-sidecars");
    return version.atLeast(1, 29)
        ? Finding.ok("door.sidecars", subject, version.gitVersion())
        : Finding.blocker(
            "door.sidecars",
            subject,
            Messages.of("kubernetes-has-none-before-1-29", version.gitVersion()),
            new Remedy.Advice(Messages.of("upgrade-to-1-29-or-later")));
  }

  /// Kubernetes lets every ServiceAccount read the keys that tokens are signed with, unless
  /// somebody
  /// took that away.
  List<Finding> keys() throws InterruptedException {
    String id = "door.keys";
    String subject = Messages.of("signing-keys");
    boolean readable =
        cluster.list(Kind.CLUSTER_ROLE_BINDING, null, "").stream()
            .filter(each -> each.at("roleRef", "name").textOrEmpty().equals(DISCOVERY))
            .flatMap(each -> each.at("subjects").stream())
            .anyMatch(
                each ->
                    each.at("name").textOrEmpty().equals(ACCOUNTS)
                        || each.at("name").textOrEmpty().equals("system:authenticated")
                        || (each.at("name").textOrEmpty().equals(StackOptions.REGISTRY)
                            && each.at("namespace").textOrEmpty().equals(options.namespace())));
    return List.of(
        readable
            ? Finding.ok(id, subject, Messages.of("the-door-can-read-them"))
            : Finding.warning(
                id,
                subject,
                Messages.of("the-door-cannot-read-them", DISCOVERY),
                new Remedy.Command(
                    Messages.of("bind-the-role-to-the-door"),
                    "kubectl create clusterrolebinding mooring-door-%s --clusterrole=%s --serviceaccount=%s:%s"
                        .formatted(
                            options.namespace(),
                            DISCOVERY,
                            options.namespace(),
                            StackOptions.REGISTRY))));
  }
}
