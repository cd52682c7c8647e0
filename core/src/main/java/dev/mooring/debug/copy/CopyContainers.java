package dev.mooring.debug.copy;

import dev.mooring.cluster.Quantity;
import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The containers of a pod as a copy of it has them: without what makes the kubelet restart, hold
/// up or disturb them, and without a way to write what the original uses.
public final class CopyContainers {
  /// Not more than a debugger needs beside a small program, measured with Delve.
  private static final long DEBUGGER_MEMORY = 256L << 20;

  /// A program takes some milliseconds of processor time to its end if it fails at once: this
  /// makes a tenth of a second of one.
  private static final String SLOW = "20m";

  private static final List<String> LEFT_OUT =
      List.of("livenessProbe", "startupProbe", "lifecycle", "stdin", "tty");

  /// Volumes that begin empty or that nobody writes.
  private static final Set<String> OWN_VOLUMES =
      Set.of("emptyDir", "configMap", "secret", "projected", "downwardAPI", "ephemeral", "image");

  /// Volumes that outlive a pod.
  private final Set<String> outliving = new LinkedHashSet<>();

  CopyContainers(List<Document> volumes) {
    for (Document each : volumes) {
      if (each.entries().keySet().stream().noneMatch(OWN_VOLUMES::contains)) {
        outliving.add(each.at("name").textOrEmpty());
      }
    }
  }

  /// Which of a container's volumes it could write and its copy cannot.
  List<String> protectedFrom(Document container) {
    return container.at("volumeMounts").stream()
        .filter(each -> !each.at("readOnly").isTrue())
        .map(each -> each.at("name").textOrEmpty())
        .filter(outliving::contains)
        .distinct()
        .toList();
  }

  Document quiet(Document container) {
    return ofService(container).without("readinessProbe");
  }

  /// One that still says whether it takes requests.
  Document ofService(Document container) {
    Document quiet = container;
    for (String each : LEFT_OUT) {
      quiet = quiet.without(each);
    }
    if (!quiet.at("ports").isNothing()) {
      quiet =
          quiet.with(
              quiet.at("ports").stream().map(each -> each.without("hostPort")).toList(), "ports");
    }
    if (!quiet.at("volumeMounts").isNothing()) {
      quiet =
          quiet.with(quiet.at("volumeMounts").stream().map(this::mount).toList(), "volumeMounts");
    }
    return quiet.with("IfNotPresent", "imagePullPolicy");
  }

  private Document mount(Document mount) {
    return outliving.contains(mount.at("name").textOrEmpty())
        ? mount.with(true, "readOnly")
        : mount;
  }

  /// One that takes requests as soon as it listens, where its own manifest says nothing of that:
  /// none before, while the program waits for a debugger.
  ///
  /// @param port as a probe has it
  static Document whenListening(Document container, Optional<Object> port) {
    return container.at("readinessProbe").isNothing() && port.isPresent()
        ? container.with(
            Map.of("tcpSocket", Map.of("port", port.get()), "periodSeconds", 2), "readinessProbe")
        : container;
  }

  static Document slow(Document container) {
    Document memory = container.at("resources", "limits", "memory");
    Map<String, Object> limits = new LinkedHashMap<>();
    limits.put("cpu", SLOW);
    if (!memory.isNothing()) {
      limits.put("memory", memory);
    }
    return container.with(
        Map.of("requests", Map.of("cpu", "1m", "memory", "1Mi"), "limits", limits), "resources");
  }

  /// With room for a debugger where there is a limit.
  public static Document withMemory(Document container) {
    Document limit = container.at("resources", "limits", "memory");
    if (limit.isNothing()) {
      return container;
    }
    Document with = container.with(raised(limit.textOrEmpty()), "resources", "limits", "memory");
    // Else Kubernetes asks the node for as much as the limit is.
    return with.at("resources", "requests", "memory").isNothing()
        ? with.with(limit, "resources", "requests", "memory")
        : with;
  }

  static String raised(String limit) {
    return Quantity.bytes(limit)
        .map(bytes -> String.valueOf(Math.min(bytes, Long.MAX_VALUE / 2) + DEBUGGER_MEMORY))
        .orElse(limit);
  }

  public static Document mounting(
      Document container, String volume, String path, boolean readOnly) {
    List<Object> mounts = new ArrayList<>(container.at("volumeMounts").items());
    mounts.add(Map.of("name", volume, "mountPath", path, "readOnly", readOnly));
    return container.with(mounts, "volumeMounts");
  }
}
