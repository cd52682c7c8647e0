package dev.mooring.forward.exchange;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Local;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// kftray's JSON: a list of flat objects. Switches may be text, defaults are left out, and what is
/// unset may stand there as a placeholder.
final class KftrayLayout implements Layout {
  private static final Set<String> PLACEHOLDERS =
      Set.of(
          "default-service",
          "default-target",
          "default-namespace",
          "default-alias",
          "default-context",
          "current-context");
  private static final Set<String> HELD =
      Set.of(
          "name",
          "context",
          "namespace",
          "target",
          "port",
          "localPort",
          "addresses",
          "alias",
          "requests");

  @Override
  public boolean recognises(Document document) {
    return !document.at("workload_type").isNothing()
        || document.items().stream().anyMatch(each -> !each.at("workload_type").isNothing());
  }

  @Override
  public List<SavedForward> read(List<Document> documents, List<Note> report) {
    List<Document> entries = new ArrayList<>();
    for (Document each : documents) {
      entries.addAll(each.at("workload_type").isNothing() ? each.items() : List.of(each));
    }
    FreeNames names = new FreeNames();
    List<SavedForward> forwards = new ArrayList<>();
    int number = 0;
    for (Document each : Layout.bounded(entries, report)) {
      number++;
      Entry entry = new Entry(Messages.of("entry", number), each);
      String name = read(entry);
      entry.finish(name, "alias", Set.of("id"), names, report).ifPresent(forwards::add);
    }
    return forwards;
  }

  private static String read(Entry entry) {
    String alias = taken(entry, "alias");
    String name = target(entry, alias);
    if (entry.take("protocol").equalsIgnoreCase("udp")) {
      entry.refuse("protocol", Messages.of("a-port-forward-of-kubernetes-carries"));
    }
    entry.set("context", taken(entry, "context"));
    entry.set("namespace", taken(entry, "namespace"));
    String kubeconfig = entry.take("kubeconfig");
    if (!kubeconfig.isEmpty() && !kubeconfig.equals("default")) {
      entry.leftOut("kubeconfig", Messages.of("paths-are-not-followed-the-context"));
    }
    entry.set("port", entry.take("remote_port"));
    entry.set("localPort", entry.take("local_port"));
    String address = entry.take("local_address");
    if (!address.isEmpty()) {
      entry.addresses("local_address", List.of(address));
    }
    if (entry.flag("auto_loopback_address")) {
      entry.leftOut("auto_loopback_address", Messages.of("choose-an-address-of-127-0"));
    }
    entry.set("requests", entry.flag("http_logs_enabled"));
    if (entry.flag("domain_enabled")) {
      if (Local.isHost(alias)) {
        entry.set("alias", alias);
      } else {
        entry.leftOut("domain_enabled", Messages.of("the-alias-is-no-host-name"));
      }
    }
    return name;
  }

  /// @return the forward's name
  private static String target(Entry entry, String alias) {
    String service = taken(entry, "service");
    String labels = taken(entry, "target");
    String type = entry.take("workload_type");
    switch (type) {
      case "service" -> {
        entry.set("target", "svc/" + service);
        if (!labels.isEmpty()) {
          entry.leftOut("target", Messages.of("a-service-selects-its-pods-itself"));
        }
      }
      case "pod" -> {
        entry.set("target", labels);
        if (!labels.contains("=")) {
          entry.refuse("target", Messages.of("it-is-not-a-label-selector"));
        }
      }
      case "proxy" -> entry.refuse("workload_type", Messages.of("mooring-puts-no-relay-into-the"));
      case "expose" ->
          entry.refuse("workload_type", Messages.of("mooring-does-not-publish-local-ports"));
      default -> entry.refuse("workload_type", Messages.of("mooring-does-not-know-this-type"));
    }
    if (!alias.isEmpty()) {
      return alias;
    }
    return service.isEmpty() ? labels : service;
  }

  private static String taken(Entry entry, String field) {
    String text = entry.take(field);
    if (PLACEHOLDERS.contains(text)) {
      entry.changed(field, Messages.of("unset-the-file-has-a-placeholder"));
      return "";
    }
    return text;
  }

  @Override
  public String write(List<SavedForward> forwards, List<Note> report) {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (SavedForward each : forwards) {
      String why = whyNot(each.spec());
      if (!why.isEmpty()) {
        Layout.refused(each, "target", why, report);
        continue;
      }
      Layout.lost(each, HELD, "kftray", report);
      entries.add(entry(each, report));
    }
    return Documents.prettyJson(Document.of(entries)) + "\n";
  }

  private static String whyNot(ForwardSpec spec) {
    Target target = spec.target();
    if (target.namespace().isEmpty()) {
      return Messages.of("kftray-needs-a-namespace");
    }
    if (!Layout.isNumber(target.port())) {
      return Messages.of("kftray-knows-ports-by-number-only");
    }
    return switch (target) {
      case Target.Service _ -> "";
      case Target.Selector selector ->
          selector.name().matches("[^!()\\s=,]+=[^!()\\s=,]+(,[^!()\\s=,]+=[^!()\\s=,]+)*")
              ? ""
              : Messages.of("kftray-knows-selectors-of-the-form");
      default -> Messages.of("kftray-knows-services-and-label-selectors");
    };
  }

  private static Map<String, Object> entry(SavedForward forward, List<Note> report) {
    ForwardSpec spec = forward.spec();
    Target target = spec.target();
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("alias", spec.name());
    if (target instanceof Target.Selector) {
      entry.put("workload_type", "pod");
      entry.put("target", target.name());
    } else {
      entry.put("workload_type", "service");
      entry.put("service", target.name());
    }
    entry.put("namespace", target.namespace());
    if (!forward.context().isEmpty()) {
      entry.put("context", forward.context());
    }
    entry.put("remote_port", Integer.parseInt(target.port()));
    if (spec.local().port() != 0) {
      entry.put("local_port", spec.local().port());
    }
    entry.put("protocol", "tcp");
    String address = Layout.oneAddress(forward, report);
    if (!address.isEmpty()) {
      entry.put("local_address", address);
    }
    if (spec.requests()) {
      entry.put("http_logs_enabled", true);
    }
    String alias = spec.local().alias();
    if (alias.equals(spec.name())) {
      entry.put("domain_enabled", true);
    } else if (!alias.isEmpty()) {
      report.add(
          new Note(
              spec.name(), "alias", Note.Kind.LEFT_OUT, Messages.of("in-kftray-the-name-of-a")));
    }
    return entry;
  }
}
