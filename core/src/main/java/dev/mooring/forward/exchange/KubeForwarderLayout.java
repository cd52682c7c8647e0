package dev.mooring.forward.exchange;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// kube-forwarder's JSON of version 2: one cluster and its services. It may carry a kubeconfig with
/// credentials, which is not taken.
final class KubeForwarderLayout implements Layout {
  private static final long VERSION = 2;
  private static final Set<String> HELD =
      Set.of("name", "namespace", "target", "port", "localPort", "addresses");

  @Override
  public boolean recognises(Document document) {
    return !document.at("_clusters").isNothing()
        || (!document.at("clusters").isNothing()
            && document.at("contexts").isNothing()
            && document.at("apiVersion").isNothing());
  }

  @Override
  public List<SavedForward> read(List<Document> documents, List<Note> report) {
    Document file = documents.isEmpty() ? Document.nothing() : documents.getFirst();
    if (file.at("version").integer().orElse(1L) != VERSION) {
      throw new Problem(
              Code.DOCUMENT_UNREADABLE,
              Messages.of("cannot-read-these-forwards-of-kube"),
              Messages.of("their-layout-is-the-older-version"),
              new Remedy.Advice(Messages.of("open-the-file-in-kube-forwarder")))
          .raise();
    }
    FreeNames names = new FreeNames();
    List<SavedForward> forwards = new ArrayList<>();
    List<Work> all = new ArrayList<>();
    for (Document cluster : file.at("clusters").items()) {
      String context = cluster.at("config", "currentContext").textOrEmpty();
      String called = FreeNames.clean(cluster.at("name").textOrEmpty());
      if (!cluster.at("config").isNothing()) {
        report.add(
            new Note(
                called,
                "config",
                Note.Kind.LEFT_OUT,
                Messages.of("credentials-are-never-taken-from-a")));
      }
      if (context.isEmpty()) {
        report.add(
            new Note(
                called, "name", Note.Kind.LEFT_OUT, Messages.of("a-clusters-name-is-no-context")));
      }
      for (Document service : cluster.at("_services").items()) {
        List<Document> ports = service.at("forwards").items();
        ports.forEach(each -> all.add(new Work(context, service, each, ports.size() > 1)));
        if (ports.isEmpty()) {
          report.add(
              new Note(
                  FreeNames.clean(service.at("workloadName").textOrEmpty()),
                  "forwards",
                  Note.Kind.LEFT_OUT,
                  Messages.of("the-forward-is-left-out-it")));
        }
      }
    }
    if (all.size() > Exchange.MOST) {
      Layout.bounded(all.stream().map(Work::service).toList(), report);
    }
    int number = 0;
    for (Work each : all.subList(0, Math.min(all.size(), Exchange.MOST))) {
      number++;
      each.read(Messages.of("service", number), names, report).forEach(forwards::add);
    }
    return forwards;
  }

  /// One port of a service.
  private record Work(String context, Document service, Document ports, boolean several) {

    List<SavedForward> read(String called, FreeNames names, List<Note> report) {
      Document flat =
          service
              .with(ports.at("localPort"), "localPort")
              .with(ports.at("remotePort"), "remotePort");
      Entry entry = new Entry(called, flat);
      String type = entry.take("workloadType");
      String workload = entry.take("workloadName");
      String kind =
          switch (type) {
            case "pod" -> "pod/";
            case "deployment" -> "deploy/";
            case "service" -> "svc/";
            default -> "";
          };
      if (kind.isEmpty()) {
        entry.refuse("workloadType", Messages.of("mooring-does-not-know-this-type"));
      }
      entry.set("target", kind + workload);
      entry.set("context", context);
      entry.set("namespace", entry.take("namespace"));
      String port = entry.take("remotePort");
      entry.set("port", port);
      entry.set("localPort", entry.take("localPort"));
      String address = entry.take("localAddress");
      if (!address.isEmpty()) {
        entry.addresses("localAddress", List.of(address));
      }
      String alias = entry.take("alias");
      String name = alias.isEmpty() ? workload : alias;
      return entry
          .finish(
              several ? name + ":" + port : name,
              "alias",
              Set.of("forwards", "id", "clusterId"),
              names,
              report)
          .stream()
          .toList();
    }
  }

  @Override
  public String write(List<SavedForward> forwards, List<Note> report) {
    List<Map<String, Object>> services = new ArrayList<>();
    String context = forwards.isEmpty() ? "" : forwards.getFirst().context();
    for (SavedForward each : forwards) {
      String why = whyNot(each, context);
      if (!why.isEmpty()) {
        Layout.refused(each, "target", why, report);
        continue;
      }
      Layout.lost(each, HELD, "kube-forwarder", report);
      services.add(service(each, services.size() + 1, report));
    }
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("name", context.isEmpty() ? "Mooring" : context);
    cluster.put("_services", services);
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("version", VERSION);
    file.put("clusters", List.of(cluster));
    return Documents.prettyJson(Document.of(file)) + "\n";
  }

  private static String whyNot(SavedForward forward, String context) {
    Target target = forward.spec().target();
    if (!forward.context().equals(context)) {
      return Messages.of("a-file-of-kube-forwarder-has", context);
    }
    if (target.namespace().isEmpty()) {
      return Messages.of("kube-forwarder-needs-a-namespace");
    }
    if (!Layout.isNumber(target.port())) {
      return Messages.of("kube-forwarder-knows-ports-by-number");
    }
    return type(target).isEmpty() ? Messages.of("kube-forwarder-has-pods-deployments-and") : "";
  }

  private static String type(Target target) {
    return switch (target) {
      case Target.Service _ -> "service";
      case Target.Pod _ -> "pod";
      case Target.Workload workload -> workload.kind().equals("Deployment") ? "deployment" : "";
      case Target.Selector _ -> "";
    };
  }

  private static Map<String, Object> service(SavedForward forward, int number, List<Note> report) {
    ForwardSpec spec = forward.spec();
    Map<String, Object> ports = new LinkedHashMap<>();
    ports.put("id", String.valueOf(number));
    ports.put("localPort", spec.local().port());
    ports.put("remotePort", Integer.parseInt(spec.target().port()));
    Map<String, Object> service = new LinkedHashMap<>();
    service.put("alias", spec.name());
    service.put("namespace", spec.target().namespace());
    service.put("workloadType", type(spec.target()));
    service.put("workloadName", spec.target().name());
    service.put("forwards", List.of(ports));
    String address = Layout.oneAddress(forward, report);
    if (!address.isEmpty()) {
      service.put("localAddress", address);
    }
    return service;
  }
}
