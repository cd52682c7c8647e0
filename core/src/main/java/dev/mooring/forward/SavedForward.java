package dev.mooring.forward;

import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A forward as it is written down: in the settings, in files that people exchange, and between a
/// command and a running window. One schema for all of them.
///
/// Required are `name`, `target` ("svc/api", or a label selector) and `port` (number or name). The
/// rest has defaults: `context` and `namespace` (the present ones), `group`, `localPort` (any free
/// one), `addresses` (127.0.0.1 and ::1), `tls`, `alias`, `pick` ("sticky"), `requests`, `spare`,
/// `as` ("shop/ana": by mutual TLS under that ServiceAccount's identity), `running`.
///
/// @param context the kubeconfig context it belongs to; empty for the present one
/// @param running whether it is started with Mooring
public record SavedForward(String context, ForwardSpec spec, boolean running) {

  /// Reads one entry.
  ///
  /// @throws MooringException naming the field that makes no sense
  public static SavedForward read(Document entry) {
    String name = entry.at("name").textOrEmpty().strip();
    String what = Messages.of("cannot-read-the-forward", name);
    if (name.isEmpty()) {
      throw new Problem(
              Code.DOCUMENT_UNREADABLE,
              Messages.of("cannot-read-a-forward"),
              Messages.of("it-has-no-name"),
              new Remedy.Advice(Messages.of("give-it-a-name")))
          .raise();
    }
    String port = entry.at("port").textOrEmpty();
    if (!PortPair.isRemote(port)) {
      throw field(what, "port", Messages.of("it-must-be-a-port-or-a-name"));
    }
    int localPort = localPort(what, entry.at("localPort"));
    try {
      Local local =
          new Local(
              addresses(what, entry.at("addresses")),
              localPort,
              entry.at("tls").isTrue(),
              entry.at("alias").textOrEmpty());
      ForwardSpec spec =
          new ForwardSpec(
              name,
              entry.at("group").textOrEmpty().strip(),
              Target.parse(
                  entry.at("target").textOrEmpty(), entry.at("namespace").textOrEmpty(), port),
              local,
              PodSelection.parse(entry.at("pick").textOrEmpty()),
              entry.at("requests").isTrue(),
              entry.at("spare").isTrue(),
              account(entry.at("as")));
      return new SavedForward(
          entry.at("context").textOrEmpty(), spec, entry.at("running").isTrue());
    } catch (MooringException e) {
      Problem inner = e.problem();
      throw new Problem(
              Code.DOCUMENT_UNREADABLE, what, inner.what() + ": " + inner.why(), inner.remedy())
          .raise(e);
    }
  }

  /// As [#read] reads it; what has its default is left out.
  public Document write() {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", spec.name());
    put(entry, "group", spec.group());
    put(entry, "context", context);
    put(entry, "namespace", spec.target().namespace());
    entry.put("target", spec.target().words());
    entry.put("port", spec.target().port());
    Local local = spec.local();
    if (local.port() != 0) {
      entry.put("localPort", local.port());
    }
    if (!local.addresses().isEmpty()) {
      entry.put("addresses", local.addresses().stream().map(InetAddress::getHostAddress).toList());
    }
    put(entry, "tls", local.tls());
    put(entry, "alias", local.alias());
    if (!spec.pick().equals(PodSelection.STICKY)) {
      entry.put("pick", spec.pick().words());
    }
    put(entry, "requests", spec.requests());
    put(entry, "spare", spec.spare());
    put(entry, "as", spec.as() == null ? "" : spec.as().toString());
    put(entry, "running", running);
    return Document.of(entry);
  }

  private static @Nullable AccountName account(Document value) {
    String text = value.textOrEmpty();
    return text.isEmpty() ? null : AccountName.parse(text);
  }

  private static void put(Map<String, Object> entry, String key, String value) {
    if (!value.isEmpty()) {
      entry.put(key, value);
    }
  }

  private static void put(Map<String, Object> entry, String key, boolean value) {
    if (value) {
      entry.put(key, true);
    }
  }

  private static int localPort(String what, Document value) {
    String text = value.textOrEmpty();
    if (text.isEmpty()) {
      return 0;
    }
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
      throw field(what, "localPort", Messages.of("it-must-be-a-port-or-0"));
    }
    return Integer.parseInt(text);
  }

  private static List<InetAddress> addresses(String what, Document value) {
    List<InetAddress> addresses = new ArrayList<>();
    for (String each : value.texts()) {
      try {
        // Only literals: a name would ask the network.
        addresses.add(InetAddress.ofLiteral(each));
      } catch (IllegalArgumentException e) {
        throw field(what, "addresses", Messages.of("is-not-an-ip-address", each));
      }
    }
    return addresses;
  }

  private static RuntimeException field(String what, String field, String why) {
    return new Problem(
            Code.DOCUMENT_UNREADABLE,
            what,
            Messages.of("its-is-invalid", field, why),
            new Remedy.Advice(Messages.of("correct-it")))
        .raise();
  }
}
