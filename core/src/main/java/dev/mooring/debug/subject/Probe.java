package dev.mooring.debug.subject;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/// A probe of a container as the kubelet has it: of the live pod, because Istio's injection turns
/// every probe into a request to its agent.
///
/// @param seconds that a program which stands still has until it counts as failed; at worst, as the
/// first probe may come at once
/// @param answered whether it passes though the program stands still
record Probe(long seconds, boolean answered) {
  private static final String REWRITTEN = "/app-health/";
  private static final String ORIGINALS = "ISTIO_KUBE_APP_PROBERS";

  /// @param kind "liveness", "readiness" or "startup"
  static Optional<Probe> of(TargetContainer target, String kind) {
    Document probe = target.spec().at(kind + "Probe");
    if (probe.isNothing()) {
      return Optional.empty();
    }
    long failures = number(probe, "failureThreshold", 3);
    long period = number(probe, "periodSeconds", 10);
    long timeout = number(probe, "timeoutSeconds", 1);
    Document asked = original(target, probe.at("httpGet", "path").textOrEmpty()).orElse(probe);
    return Optional.of(
        new Probe(
            Math.max(0, failures - 1) * period + timeout,
            // The kernel takes connections of a program that stands still.
            !asked.at("tcpSocket").isNothing()));
  }

  private static long number(Document probe, String field, long usual) {
    return Math.clamp(probe.at(field).integer().orElse(usual), 0, 1_000_000);
  }

  /// What Istio's agent asks in its place.
  private static Optional<Document> original(TargetContainer target, String path) {
    if (!path.startsWith(REWRITTEN)) {
      return Optional.empty();
    }
    return Stream.of("containers", "initContainers")
        .flatMap(list -> target.pod().at("spec", list).stream())
        .flatMap(container -> container.at("env").stream())
        .filter(variable -> variable.at("name").textOrEmpty().equals(ORIGINALS))
        .map(variable -> read(variable.at("value").textOrEmpty()).at(path))
        .filter(each -> !each.isNothing())
        .findFirst();
  }

  private static Document read(String json) {
    try {
      return Documents.json(json.getBytes(StandardCharsets.UTF_8), ORIGINALS);
    } catch (MooringException e) {
      return Document.nothing();
    }
  }
}
