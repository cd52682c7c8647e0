package dev.mooring.debug.copy;

import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.container.DebugContainer;
import dev.mooring.debug.container.DebugImage;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.subject.Privileges;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Pods beside another that run its program again: one in which it is only looked at
/// ([#looking]), one in which it runs under a debugger ([#debugging]).
///
/// Neither belongs to a workload. Both stand on the node of the original, whose images are there.
///
/// @param target the original
/// @param copy its name, and the nonce by which Mooring knows its own again
/// @param traffic where the Services that select the original send requests; nothing for a copy
/// that gets none
public record CopyPod(
    TargetContainer target,
    PodTemplate template,
    Copies.Name copy,
    Optional<Traffic> traffic,
    DebugImage image,
    Privileges privileges) {

  /// The container, or init container, that runs the supervisor.
  public static final String HELPER = "mooring-debug";

  /// One that ends when Mooring is gone: the pod is not ready then, and gets no more requests.
  static final String WITNESS = "mooring-witness";

  /// Where the container finds its debugger.
  public static final String PLACE = "/mooring-debug";

  private static final long LOOKING_SECONDS = 180;
  private static final long DEBUGGING_SECONDS = 8 * 3600L;

  /// Of the node's choice, of what the original alone can have, or of Mooring's choice.
  private static final List<String> LEFT_OUT =
      List.of(
          "affinity",
          "nodeSelector",
          "topologySpreadConstraints",
          "schedulerName",
          "schedulingGates",
          "readinessGates",
          "hostname",
          "subdomain",
          "hostNetwork",
          "hostPID",
          "ephemeralContainers",
          "initContainers",
          "containers",
          "restartPolicy");

  /// @param port that requests come to, where one is known, as a probe has it
  record Traffic(Optional<Object> port) {}

  /// One in which the program begins slowly and is stopped at once by the supervisor, which sees
  /// its processes.
  KubeObject looking(Patience timing) {
    Document app = CopyContainers.slow(containers().quiet(ofTemplate()));
    Document spec =
        spec(LOOKING_SECONDS, 0)
            .with(true, "shareProcessNamespace")
            .with(List.of(supervisor(HELPER, timing, "/tmp", "hold"), app), "containers");
    return pod(spec, Map.of("sidecar.istio.io/inject", "false"));
  }

  /// @param port of the debugger
  /// @param timing of the supervisors
  KubeObject debugging(LanguageRuntime runtime, HeldProgram program, int port, Patience timing) {
    CopyContainers all = containers();
    boolean requests = traffic.isPresent();
    Document app = requests ? all.ofService(ofTemplate()) : all.quiet(ofTemplate());
    app = CopyContainers.whenListening(app, traffic.flatMap(Traffic::port));
    app = CopyContainers.withMemory(runtime.start(app, program, port));
    List<Document> init = new ArrayList<>();
    if (runtime.brings()) {
      app = CopyContainers.mounting(app, HELPER, PLACE, true);
      init.add(CopyContainers.mounting(supervisor(HELPER, timing, PLACE), HELPER, PLACE, false));
    }
    template.spec().at("initContainers").stream().map(all::quiet).forEach(init::add);
    List<Document> containers = new ArrayList<>();
    for (Document each : template.spec().at("containers").items()) {
      boolean debugged = each.at("name").textOrEmpty().equals(target.name());
      containers.add(debugged ? app : requests ? all.ofService(each) : all.quiet(each));
    }
    if (requests) {
      containers.add(supervisor(WITNESS, timing, "/tmp"));
    }
    Document spec = spec(DEBUGGING_SECONDS, 2).with(containers, "containers");
    if (!init.isEmpty()) {
      spec = spec.with(init, "initContainers");
    }
    if (runtime.brings()) {
      List<Object> volumes = new ArrayList<>(template.spec().at("volumes").items());
      volumes.add(Map.of("name", HELPER, "emptyDir", Map.of("sizeLimit", "256Mi")));
      spec = spec.with(volumes, "volumes");
    }
    Document whole = spec.at("resources", "limits", "memory");
    if (!whole.isNothing()) {
      String raised = CopyContainers.raised(whole.textOrEmpty());
      spec = spec.with(raised, "resources", "limits", "memory");
    }
    return pod(spec, Map.of());
  }

  /// Names of the volumes that are mounted read-only, though the original may write there.
  List<String> readOnly() {
    return containers().protectedFrom(ofTemplate());
  }

  /// Names of containers that run before the program, as they did for the original.
  List<String> before() {
    return template.spec().at("initContainers").stream()
        .map(each -> each.at("name").textOrEmpty())
        .toList();
  }

  private CopyContainers containers() {
    return new CopyContainers(template.spec().at("volumes").items());
  }

  private Document ofTemplate() {
    return template.spec().at("containers").stream()
        .filter(each -> each.at("name").textOrEmpty().equals(target.name()))
        .findFirst()
        .orElseGet(target::spec);
  }

  private KubeObject pod(Document spec, Map<String, String> more) {
    CopyMetadata known = new CopyMetadata(template, traffic.isPresent());
    Map<String, String> labels = new TreeMap<>(known.labels());
    labels.putAll(more);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", copy.name());
    metadata.put("namespace", target.pod().namespace());
    metadata.put("labels", labels);
    metadata.put("annotations", known.annotations(copy.nonce(), target.pod().name()));
    Map<String, Object> pod = new LinkedHashMap<>();
    pod.put("apiVersion", "v1");
    pod.put("kind", "Pod");
    pod.put("metadata", metadata);
    pod.put("spec", spec);
    return new KubeObject(Document.of(pod));
  }

  private Document spec(long seconds, int grace) {
    Document spec = template.spec();
    for (String each : LEFT_OUT) {
      spec = spec.without(each);
    }
    return spec.with(target.pod().at("spec", "nodeName").textOrEmpty(), "nodeName")
        .with("Never", "restartPolicy")
        .with(seconds, "activeDeadlineSeconds")
        .with(grace, "terminationGracePeriodSeconds");
  }

  /// @param place where it puts what it is sent
  /// @param hold what it does first
  private Document supervisor(String name, Patience timing, String place, String... hold) {
    return supervisor(name, image, privileges, timing, place, hold);
  }

  /// An init container that brings a debugger, without which the pod's program may not begin.
  public static Document delivery(DebugImage image, Privileges privileges, Patience timing) {
    return CopyContainers.mounting(
        supervisor(HELPER, image, privileges, timing, PLACE, "deliver"), HELPER, PLACE, false);
  }

  private static Document supervisor(
      String name,
      DebugImage image,
      Privileges privileges,
      Patience timing,
      String place,
      String... hold) {
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("name", name);
    container.put("image", image.image());
    container.put("imagePullPolicy", image.pullPolicy());
    container.put("stdin", true);
    container.put(
        "command",
        Stream.concat(
                DebugContainer.command(timing.silence(), timing.patience()).stream(),
                Stream.of(hold))
            .toList());
    container.put("env", List.of(Map.of("name", "TMPDIR", "value", place)));
    container.put("securityContext", privileges.context());
    container.put(
        "resources",
        Map.of(
            "requests", Map.of("cpu", "10m", "memory", "16Mi"),
            "limits", Map.of("cpu", "1", "memory", "256Mi")));
    return Document.of(container);
  }
}
