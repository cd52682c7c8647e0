package dev.mooring.debug.running;

import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.util.Optional;

/// What `skaffold debug` notes of the debuggers that it starts (Skaffold's annotations.go).
final class Skaffold {
  private static final String ANNOTATION = "debug.cloud.google.com/config";

  private Skaffold() {}

  /// @param name Skaffold's of the protocol: "dlv", "jdwp", "devtools", "dap"
  static Optional<Integer> port(TargetContainer target, String name) {
    String text = target.pod().annotations().getOrDefault(ANNOTATION, "");
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Documents.json(text, "annotation")
              .at(target.name(), "ports", name)
              .integer()
              .flatMap(port -> Launch.port(String.valueOf(port)));
    } catch (MooringException e) {
      return Optional.empty();
    }
  }
}
