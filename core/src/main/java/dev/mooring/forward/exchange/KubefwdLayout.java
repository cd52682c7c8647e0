package dev.mooring.forward.exchange;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.forward.Local;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.Target;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// kubefwd's YAML: which service gets which address of this machine. It says no ports, since
/// kubefwd forwards all of a service's, so a port is assumed and noted.
final class KubefwdLayout implements Layout {
  private static final String ASSUMED_PORT = "80";
  private static final Set<String> HELD = Set.of("name", "namespace", "target", "addresses");

  @Override
  public boolean recognises(Document document) {
    return !document.at("serviceConfigurations").isNothing()
        || !document.at("baseUnreservedIP").isNothing()
        || !document.at("reservations").isNothing();
  }

  @Override
  public List<SavedForward> read(List<Document> documents, List<Note> report) {
    List<Document> entries = new ArrayList<>();
    for (Document each : documents) {
      entries.addAll(each.at("serviceConfigurations").items());
      if (!each.at("reservations").isNothing()) {
        entries.addAll(each.at("reservations").items());
        report.add(
            new Note(
                Messages.of("the-file"),
                "reservations",
                Note.Kind.CHANGED,
                Messages.of("read-as-serviceconfigurations-the-name-that")));
      }
    }
    FreeNames names = new FreeNames();
    List<SavedForward> forwards = new ArrayList<>();
    int number = 0;
    for (Document each : Layout.bounded(entries, report)) {
      number++;
      Entry entry = new Entry(Messages.of("service", number), each);
      String name = read(entry);
      entry.finish(name, "name", Set.of(), names, report).ifPresent(forwards::add);
    }
    return forwards;
  }

  /// @return the service's or the pod's name
  private static String read(Entry entry) {
    String full = entry.take("name");
    List<String> parts = List.of(full.split("\\.", -1));
    int svc = parts.indexOf("svc");
    String name = parts.getFirst();
    String kind = "svc/";
    if (svc == 3) {
      kind = "pod/";
      entry.set("namespace", parts.get(2));
      entry.changed("name", Messages.of("the-pod-in", name, parts.get(2)));
    } else if (svc == 2) {
      entry.set("namespace", parts.get(1));
    } else if (svc < 0 && parts.size() == 2) {
      entry.set("namespace", parts.get(1));
      entry.changed(
          "name", Messages.of("the-service-in-the-namespace-kubefwd", name, parts.get(1)));
    } else if (!(svc == 1 && parts.size() == 2) && parts.size() != 1) {
      entry.refuse("name", Messages.of("which-part-is-the-namespace-and"));
    }
    if (svc >= 2) {
      context(entry, parts.subList(svc + 1, parts.size()));
    }
    entry.set("target", kind + name);
    entry.set("alias", Local.isHost(name) ? name : "");
    entry.set("port", ASSUMED_PORT);
    entry.changed("port", Messages.of("is-assumed-kubefwd-forwards-all-ports", ASSUMED_PORT));
    String ip = entry.take("ip");
    if (!ip.isEmpty()) {
      entry.addresses("ip", List.of(ip));
    }
    return name;
  }

  /// What follows `svc`: nothing, `cluster.local`, `cluster` and a context, or a context.
  private static void context(Entry entry, List<String> rest) {
    boolean cluster = !rest.isEmpty() && rest.getFirst().equals("cluster");
    List<String> context = cluster ? rest.subList(1, rest.size()) : rest;
    if (!(cluster && context.equals(List.of("local")))) {
      entry.set("context", String.join(".", context));
    }
  }

  @Override
  public String write(List<SavedForward> forwards, List<Note> report) {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (SavedForward each : forwards) {
      List<InetAddress> addresses = each.spec().local().addresses();
      if (!(each.spec().target() instanceof Target.Service service)) {
        Layout.refused(each, "target", Messages.of("kubefwd-has-services-only"), report);
      } else if (addresses.size() != 1 || !(addresses.getFirst() instanceof Inet4Address)) {
        Layout.refused(each, "addresses", Messages.of("the-file-of-kubefwd-is-a"), report);
      } else {
        Layout.lost(each, HELD, "kubefwd", report);
        Map<String, Object> entry = new LinkedHashMap<>();
        String namespace = service.namespace();
        entry.put("name", service.name() + (namespace.isEmpty() ? "" : "." + namespace + ".svc"));
        entry.put("ip", addresses.getFirst().getHostAddress());
        entries.add(entry);
      }
    }
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("baseUnreservedIP", "127.1.27.1");
    file.put("serviceConfigurations", entries);
    return Documents.yaml(Document.of(file));
  }
}
