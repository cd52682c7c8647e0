package dev.mooring.forward;

import dev.mooring.cluster.KubeObject;

/// Whether a pod may be dialled: it says Ready and is not being deleted.
final class Ready {
  private Ready() {}

  static boolean is(KubeObject pod) {
    return !pod.deleting()
        && pod.at("status", "conditions").stream()
            .anyMatch(
                each ->
                    each.at("type").textOrEmpty().equals("Ready")
                        && each.at("status").textOrEmpty().equals("True"));
  }
}
