package dev.mooring.practice.mesh;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Selectors;
import dev.mooring.practice.api.Store;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// What the Envoys write of requests that dry runs would have refused, where an EnvoyFilter asks
/// for it.
final class AccessLogs {
  private static final int KEPT = 2000;
  private static final String WOULD_BE_REFUSED = "istio_dry_run_allow_shadow_engine_result";

  private final Store store;
  private final Map<String, Deque<String>> lines = new ConcurrentHashMap<>();

  AccessLogs(Store store) {
    this.store = store;
  }

  void wouldBeRefused(Document pod, Call call) {
    for (Document filter : store.list(Resources.ENVOY_FILTER, Meta.namespace(pod))) {
      Document spec = filter.at("spec");
      if (Selectors.matches(
          Document.of(Map.of("matchLabels", spec.at("workloadSelector", "labels").map())),
          Meta.labels(pod))) {
        spec.at("configPatches").stream()
            .flatMap(each -> each.at("patch", "value", "typed_config", "access_log").stream())
            .filter(each -> each.at("filter").toString().contains(WOULD_BE_REFUSED))
            .forEach(
                each -> write(pod, call, each.at("typed_config", "log_format", "json_format")));
      }
    }
  }

  private void write(Document pod, Call call, Document format) {
    Map<String, Object> line = new LinkedHashMap<>();
    format.strings().forEach((key, value) -> line.put(key, value(value, call)));
    Deque<String> all = lines.computeIfAbsent(Meta.uid(pod), uid -> new ArrayDeque<>());
    synchronized (all) {
      all.add(Documents.json(Document.of(line)));
      if (all.size() > KEPT) {
        all.removeFirst();
      }
    }
  }

  private static String value(String operator, Call call) {
    return switch (operator.replaceFirst(":\\d+%$", "%")) {
      case "%START_TIME%" -> Instant.now().toString();
      case "%DOWNSTREAM_PEER_URI_SAN%" -> "spiffe://" + call.principal();
      case "%REQ(:METHOD)%" -> call.method();
      case "%REQ_WITHOUT_QUERY(:PATH)%" -> call.path();
      default -> operator;
    };
  }

  String of(Document pod) {
    Deque<String> all = lines.get(Meta.uid(pod));
    if (all == null) {
      return "";
    }
    synchronized (all) {
      return all.stream().map(each -> each + "\n").collect(Collectors.joining());
    }
  }
}
