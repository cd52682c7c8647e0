package dev.mooring.practice.node;

import dev.mooring.document.Document;
import java.util.Map;

/// What is read from and written into a pod's status.
final class Pods {
  private Pods() {}

  static boolean isReady(Document pod) {
    return pod.at("status", "conditions").stream()
        .anyMatch(
            each ->
                each.at("type").textOrEmpty().equals("Ready")
                    && each.at("status").textOrEmpty().equals("True"));
  }

  static boolean hasEnded(Document pod) {
    String phase = pod.at("status", "phase").textOrEmpty();
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  static Map<String, Object> condition(String type, boolean met, String reason) {
    return Map.of("type", type, "status", met ? "True" : "False", "reason", reason);
  }
}
