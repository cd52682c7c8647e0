package dev.mooring.debug.relaunch;

import dev.mooring.debug.copy.CopyContainers;
import dev.mooring.debug.copy.CopyPod;
import dev.mooring.debug.copy.ProgramLook;
import dev.mooring.debug.subject.SavedTemplate;
import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A workload's template whose pods start a container's program under a debugger.
final class RelaunchTemplate {
  private static final List<String> LEFT_OUT =
      List.of("livenessProbe", "startupProbe", "lifecycle");

  private RelaunchTemplate() {}

  /// @param helper the init container that brings the debugger
  static Document of(
      Document template,
      String container,
      ProgramLook.Known known,
      Document helper,
      int port,
      String id) {
    Document spec = template.at("spec");
    List<Document> containers = new ArrayList<>();
    for (Document each : spec.at("containers").items()) {
      containers.add(
          each.at("name").textOrEmpty().equals(container) ? started(each, known, port) : each);
    }
    spec = spec.with(containers, "containers");
    if (known.runtime().brings()) {
      List<Document> init = new ArrayList<>(List.of(helper));
      init.addAll(spec.at("initContainers").items());
      List<Object> volumes = new ArrayList<>(spec.at("volumes").items());
      volumes.add(Map.of("name", CopyPod.HELPER, "emptyDir", Map.of("sizeLimit", "256Mi")));
      spec = spec.with(init, "initContainers").with(volumes, "volumes");
    }
    return template.with(spec, "spec").with(id, "metadata", "annotations", SavedTemplate.KEY);
  }

  private static Document started(Document container, ProgramLook.Known known, int port) {
    Document started = container;
    for (String each : LEFT_OUT) {
      started = started.without(each);
    }
    started = CopyContainers.withMemory(known.runtime().start(started, known.program(), port));
    return known.runtime().brings()
        ? CopyContainers.mounting(started, CopyPod.HELPER, CopyPod.PLACE, true)
        : started;
  }
}
