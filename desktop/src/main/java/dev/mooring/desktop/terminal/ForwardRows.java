package dev.mooring.desktop.terminal;

import dev.mooring.desktop.control.ForwardEntry;
import dev.mooring.desktop.fx.Words;
import dev.mooring.forward.ForwardLink;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.LentIdentity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Forwards as rows and as JSON. The keys are a promise to scripts: more may come, none changes.
final class ForwardRows {
  private static final List<Table.Column> COLUMNS =
      List.of(
          Table.Column.keep(Messages.of("state")),
          Table.Column.keep(Messages.of("name")),
          Table.Column.spare(Messages.of("group"), 2),
          Table.Column.keep(Messages.of("target")),
          Table.Column.keep(Messages.of("address")),
          Table.Column.spare(Messages.of("pods"), 3),
          Table.Column.spare(Messages.of("connections"), 4),
          Table.Column.spare(Messages.of("rate"), 5),
          Table.Column.fold(Messages.of("reason")));

  private ForwardRows() {}

  static Table table(List<ForwardEntry> entries) {
    return new Table(COLUMNS, entries.stream().map(ForwardRows::row).toList());
  }

  private static List<String> row(ForwardEntry entry) {
    ForwardSpec spec = entry.spec();
    return List.of(
        dot(entry) + " " + entry.state(),
        spec.name(),
        spec.group(),
        target(spec),
        address(entry),
        entry.pods().size() > 2
            ? Messages.of("and-more", entry.pods().getFirst(), entry.pods().size() - 1)
            : String.join(", ", entry.pods()),
        entry.listens() ? String.valueOf(entry.connections()) : "",
        entry.listens() ? Words.size(entry.rate()) + "/s" : "",
        entry.reason());
  }

  private static String target(ForwardSpec spec) {
    String words =
        Messages.of("in", spec.target().words(), spec.target().port(), spec.target().namespace());
    return spec.as() == null ? words : Messages.of("by-mtls-as", words, spec.as());
  }

  /// Whom it shows itself as, where it does.
  static void identity(Map<String, Object> object, ForwardSpec spec, @Nullable LentIdentity lent) {
    object.put("as", spec.as() == null ? "" : spec.as().toString());
    object.put("principal", lent == null ? "" : lent.principal());
    object.put("certificateUntil", lent == null ? "" : lent.until().toString());
    object.put("route", lent == null ? "" : lent.route());
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
    identity(object, spec, entry.lent());
    return object;
  }

  /// "api-80 is active on localhost:8080".
  static String sentence(ForwardEntry entry) {
    String name = entry.spec().name();
    if (!entry.reason().isEmpty()) {
      return Messages.of("is-for-a-reason", name, entry.state(), entry.reason());
    }
    return entry.listens()
        ? Messages.of("is-on", name, entry.state(), address(entry))
        : Messages.of("is", name, entry.state());
  }
}
