package dev.mooring.debug.subject;

import dev.mooring.cluster.Quantity;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A container's memory limit that was raised for a debugger, and what it was before. It is written
/// on the pod, so that whoever comes after a crash can put it back.
///
/// @param container whose limit it is
/// @param before as the manifest had it: "64Mi"
/// @param request the same of the request, where that was raised too; empty where it wasn't
/// @param raised what it is now
public record MemoryLimit(String container, String before, String request, String raised) {
  public static final String MARK = "mooring.dev/memory-before-debugging";
  public static final long MEBI = 1 << 20;

  /// What Delve needs beside a program: a second one for a snapshot counts, too.
  public static final long ADDED = 384 * MEBI;

  /// What a container's limit would become.
  public static Optional<MemoryLimit> raised(TargetContainer target) {
    Document resources = target.spec().at("resources");
    String before = resources.at("limits", "memory").textOrEmpty();
    boolean guaranteed = target.pod().at("status", "qosClass").textOrEmpty().equals("Guaranteed");
    return target
        .memoryLimit()
        .map(
            bytes ->
                new MemoryLimit(
                    target.name(),
                    before,
                    guaranteed ? resources.at("requests", "memory").textOrEmpty() : "",
                    Long.toString(bytes + ADDED)));
  }

  /// What a pod says; nothing where it doesn't say what Mooring writes: others can write there.
  public static Optional<MemoryLimit> marked(TargetContainer target) {
    String text = target.pod().annotations().getOrDefault(MARK, "");
    if (text.isEmpty() || text.length() > 1000) {
      return Optional.empty();
    }
    try {
      Document mark = Documents.json(text, MARK);
      MemoryLimit limit =
          new MemoryLimit(
              mark.at("container").textOrEmpty(),
              mark.at("before").textOrEmpty(),
              mark.at("request").textOrEmpty(),
              mark.at("raised").textOrEmpty());
      return Optional.of(limit).filter(each -> each.plausible(target));
    } catch (MooringException e) {
      return Optional.empty();
    }
  }

  private boolean plausible(TargetContainer target) {
    Optional<Long> was = Quantity.bytes(before);
    Optional<Long> is = Quantity.bytes(raised);
    return container.equals(target.name())
        && was.isPresent()
        && is.isPresent()
        && is.get() - was.get() == ADDED
        && (request.isEmpty() || Quantity.bytes(request).isPresent());
  }

  /// Whether the container has it still: nobody else has changed the limit since.
  public boolean isSet(TargetContainer target) {
    return target.memoryLimit().equals(Quantity.bytes(raised));
  }

  /// Whether the kubelet has applied it.
  public boolean isApplied(TargetContainer target) {
    return Quantity.bytes(target.status().at("resources", "limits", "memory").textOrEmpty())
        .equals(Quantity.bytes(raised));
  }

  public Document mark() {
    return annotation(
        Documents.json(
            Document.of(
                Map.of(
                    "container", container,
                    "before", before,
                    "request", request,
                    "raised", raised))));
  }

  static Document annotation(String text) {
    return Document.of(Map.of("metadata", Map.of("annotations", Map.of(MARK, text))));
  }

  /// A JSON merge patch that removes the mark.
  public static Document unmark() {
    Map<String, Object> none = new LinkedHashMap<>();
    none.put(MARK, Document.nothing());
    return Document.of(Map.of("metadata", Map.of("annotations", none)));
  }

  /// A patch for `pods/resize`.
  public Document raise() {
    return resize(raised, request.isEmpty() ? "" : raised);
  }

  public Document lower() {
    return resize(before, request);
  }

  private Document resize(String limit, String requested) {
    Map<String, Object> resources = new LinkedHashMap<>();
    resources.put("limits", Map.of("memory", limit));
    if (!requested.isEmpty()) {
      resources.put("requests", Map.of("memory", requested));
    }
    return Document.of(
        Map.of(
            "spec",
            Map.of("containers", List.of(Map.of("name", container, "resources", resources)))));
  }
}
