package dev.mooring.desktop.terminal;

import dev.mooring.desktop.control.ForwardEntry;
import dev.mooring.desktop.fx.Words;
import dev.mooring.forward.ForwardLink;
import dev.mooring.forward.ForwardSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Forwards as rows and as JSON. The keys are a promise to scripts: more may come, none changes.
final class ForwardRows {
  static final List<String> HEADING =
      List.of("STATE", "NAME", "GROUP", "TARGET", "ADDRESS", "PODS", "CONNECTIONS", "RATE");

  private ForwardRows() {}

  static List<String> row(ForwardEntry entry) {
    ForwardSpec spec = entry.spec();
    String state = dot(entry) + " " + entry.state();
    return List.of(
        entry.reason().isEmpty() ? state : state + ": " + entry.reason(),
        spec.name(),
        spec.group(),
        Messages.of("in", spec.target().words(), spec.target().port(), spec.target().namespace()),
        address(entry),
        entry.pods().size() > 2
            ? Messages.of("and-more", entry.pods().getFirst(), entry.pods().size() - 1)
            : String.join(", ", entry.pods()),
        entry.listens() ? String.valueOf(entry.connections()) : "",
        entry.listens() ? Words.size(entry.rate()) + "/s" : "");
  }

  private static String address(ForwardEntry entry) {
    if (entry.listens()) {
      return entry.spec().local().host() + ":" + entry.port();
    }
    int port = entry.spec().local().port();
    return port == 0 ? "" : entry.spec().local().host() + ":" + port;
  }

  private static String dot(ForwardEntry entry) {
    return switch (entry.state()) {
      case "active" -> "●";
      case "waiting" -> "◐";
      case "failed" -> "✖";
      default -> "○";
    };
  }

  static Map<String, Object> json(ForwardEntry entry) {
    ForwardSpec spec = entry.spec();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", spec.name());
    object.put("group", spec.group());
    object.put("context", entry.key().context());
    object.put("namespace", spec.target().namespace());
    object.put("target", spec.target().words());
    object.put("port", spec.target().port());
    object.put("localPort", entry.listens() ? entry.port() : spec.local().port());
    object.put("state", entry.state());
    object.put("reason", entry.reason());
    object.put("addresses", entry.addresses());
    object.put("url", entry.listens() ? spec.url(entry.port()) : "");
    object.put("link", ForwardLink.of(entry.key().context(), spec).toString());
    object.put("tls", spec.local().tls());
    object.put("pick", spec.pick().words());
    object.put("requests", spec.requests());
    object.put("pods", entry.pods());
    object.put("connections", entry.connections());
    object.put("received", entry.received());
    object.put("sent", entry.sent());
    object.put("bytesPerSecond", entry.rate());
    object.put("pid", entry.owner());
    return object;
  }

  /// "api-80 is active on localhost:8080".
  static String sentence(ForwardEntry entry) {
    String at = entry.listens() ? Messages.of("on", address(entry)) : "";
    String why = entry.reason().isEmpty() ? "" : ": " + entry.reason();
    return Messages.of("is", entry.spec().name(), entry.state(), at, why);
  }
}
