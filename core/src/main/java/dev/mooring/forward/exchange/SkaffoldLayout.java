package dev.mooring.forward.exchange;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The `portForward` lists of a skaffold.yaml. Profiles are not applied, and templates are not
/// filled in: only skaffold has their values.
final class SkaffoldLayout implements Layout {
  private static final String API = "skaffold/v4beta13";
  private static final Set<String> HELD =
      Set.of("namespace", "target", "port", "localPort", "addresses");

  @Override
  public boolean recognises(Document document) {
    return document.at("apiVersion").textOrEmpty().startsWith("skaffold/");
  }

  @Override
  public List<SavedForward> read(List<Document> documents, List<Note> report) {
    List<Document> entries = new ArrayList<>();
    for (Document each : documents) {
      entries.addAll(each.at("portForward").items());
      for (Document profile : each.at("profiles").items()) {
        boolean forwards =
            !profile.at("portForward").isNothing()
                || profile.at("patches").items().stream()
                    .anyMatch(p -> p.at("path").textOrEmpty().startsWith("/portForward"));
        if (forwards) {
          report.add(
              new Note(
                  Messages.of("profile", FreeNames.clean(profile.at("name").textOrEmpty())),
                  "portForward",
                  Note.Kind.LEFT_OUT,
                  Messages.of("profiles-are-not-applied")));
        }
      }
    }
    FreeNames names = new FreeNames();
    List<SavedForward> forwards = new ArrayList<>();
    int number = 0;
    for (Document each : Layout.bounded(entries, report)) {
      number++;
      Entry entry = new Entry(Messages.of("portforward", number), each);
      String name = read(entry);
      entry.finish(name, "resourceName", Set.of(), names, report).ifPresent(forwards::add);
    }
    return forwards;
  }

  /// @return the resource's name
  private static String read(Entry entry) {
    String type = entry.take("resourceType").toLowerCase(Locale.ROOT);
    String kind =
        switch (type) {
          case "service" -> "svc/";
          case "pod" -> "pod/";
          case "deployment" -> "deploy/";
          case "statefulset" -> "sts/";
          case "daemonset" -> "ds/";
          case "replicaset" -> "rs/";
          default -> "";
        };
    if (kind.isEmpty()) {
      entry.refuse("resourceType", Messages.of("mooring-does-not-forward-to-this"));
    }
    String name = plain(entry, "resourceName");
    entry.set("target", kind + name);
    entry.set("namespace", plain(entry, "namespace"));
    String port = plain(entry, "port");
    entry.set("port", port);
    String local = plain(entry, "localPort");
    if (local.isEmpty() && Layout.isNumber(port)) {
      local = port;
      entry.changed("localPort", Messages.of("as-skaffold-does-where-none-is", port));
    }
    entry.set("localPort", local);
    String address = plain(entry, "address");
    if (!address.isEmpty()) {
      entry.addresses("address", List.of(address));
    }
    return name;
  }

  private static String plain(Entry entry, String field) {
    String text = entry.take(field);
    if (text.contains("{{")) {
      entry.refuse(field, Messages.of("it-is-a-template-and-only"));
    }
    return text;
  }

  @Override
  public String write(List<SavedForward> forwards, List<Note> report) {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (SavedForward each : forwards) {
      Target target = each.spec().target();
      if (target instanceof Target.Selector) {
        Layout.refused(each, "target", Messages.of("skaffold-has-no-label-selectors"), report);
        continue;
      }
      boolean named = each.spec().name().equals(target.name());
      Layout.lost(each, named ? with(HELD, "name") : HELD, "skaffold", report);
      entries.add(entry(each, report));
    }
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("apiVersion", API);
    file.put("kind", "Config");
    file.put("portForward", entries);
    return Documents.yaml(Document.of(file));
  }

  private static Set<String> with(Set<String> some, String more) {
    Set<String> all = new java.util.HashSet<>(some);
    all.add(more);
    return all;
  }

  private static Map<String, Object> entry(SavedForward forward, List<Note> report) {
    ForwardSpec spec = forward.spec();
    Target target = spec.target();
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("resourceType", type(target));
    entry.put("resourceName", target.name());
    if (!target.namespace().isEmpty()) {
      entry.put("namespace", target.namespace());
    }
    boolean number = Layout.isNumber(target.port());
    entry.put("port", number ? (Object) Integer.valueOf(target.port()) : target.port());
    String address = Layout.oneAddress(forward, report);
    if (!address.isEmpty()) {
      entry.put("address", address);
    }
    if (spec.local().port() != 0) {
      entry.put("localPort", spec.local().port());
    } else {
      report.add(
          new Note(
              spec.name(),
              "localPort",
              Note.Kind.CHANGED,
              Messages.of("skaffold-tries-the-same-port-then")));
    }
    return entry;
  }

  private static String type(Target target) {
    return switch (target) {
      case Target.Service _ -> "service";
      case Target.Workload workload -> workload.kind().toLowerCase(Locale.ROOT);
      case Target.Pod _, Target.Selector _ -> "pod";
    };
  }
}
