package dev.mooring.debug.judge;

import dev.mooring.cluster.Quantity;
import dev.mooring.debug.session.Callers;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What happens to a container whose program stands still: its probes and its memory.
final class Stops {
  private static final long MEBI = 1 << 20;

  /// Delve's own need beside a small program, measured.
  private static final long DELVE_MEMORY = 256 * MEBI;

  private Stops() {}

  static void judge(TargetContainer target, Callers callers, Findings findings) {
    Document spec = target.spec();
    List<String> probes = new ArrayList<>();
    for (String kind : List.of("liveness", "readiness", "startup")) {
      if (!spec.at(kind + "Probe").isNothing()) {
        probes.add(kind);
      }
    }
    findings.fact("probes", probes.isEmpty() ? "none" : String.join(", ", probes));
    target
        .stopBudget()
        .ifPresent(
            seconds -> {
              findings.fact(Messages.of("time-to-restart"), seconds + " s");
              findings.warning(
                  "liveness",
                  Messages.of("liveness-probe"),
                  Messages.of("it-restarts-the-container-once-that", seconds),
                  Messages.of("continue-in-time-or-raise-failurethreshold"));
            });
    target
        .trafficBudget()
        .ifPresent(
            seconds ->
                findings.warning(
                    "readiness",
                    Messages.of("readiness-probe"),
                    Messages.of("while-the-app-is-stopped-it", seconds),
                    Messages.of("expect-no-traffic-from-them-until")));
    if (!callers.words().isEmpty()) {
      findings.warning(
          "callers",
          Messages.of("mesh"),
          Messages.of("while-the-app-is-stopped-callers", String.join("; ", callers.words())),
          Messages.of("continue-in-time-or-debug-a-copy"));
    }
    target
        .memoryLimit()
        .ifPresent(
            limit -> {
              findings.fact(Messages.of("memory-limit"), limit / MEBI + " MiB");
              if (podLimited(target)) {
                findings.warning(
                    "memory",
                    "Memory",
                    Messages.of("the-limit-is-the-whole-pods"),
                    Messages.of("leave-128-to-256-mib-free"));
              }
            });
  }

  /// Ephemeral containers have no limit of their own: only a limit of the pod can meet Delve.
  private static boolean podLimited(TargetContainer target) {
    Optional<Long> pod =
        Quantity.bytes(target.pod().at("spec", "resources", "limits", "memory").textOrEmpty());
    if (pod.isPresent()) {
      return true;
    }
    List<Document> all = target.pod().at("spec", "containers").items();
    long sum = 0;
    for (Document each : all) {
      Optional<Long> limit = Quantity.bytes(each.at("resources", "limits", "memory").textOrEmpty());
      if (limit.isEmpty()) {
        return false;
      }
      sum += limit.get();
    }
    return sum < 2 * DELVE_MEMORY;
  }
}
