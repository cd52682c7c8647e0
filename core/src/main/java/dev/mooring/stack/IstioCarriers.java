package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.stack.options.Carrier;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.List;

/// Gateways of Istio: one candidate a port that has the host.
record IstioCarriers(Cluster cluster, StackOptions options) {

  List<Candidate> find() throws InterruptedException {
    List<Candidate> found = new ArrayList<>();
    for (KubeObject gateway : cluster.list(Kind.GATEWAY, null, "")) {
      for (Document server : gateway.at("spec", "servers").items()) {
        if (serves(gateway, server)) {
          found.add(candidate(gateway, server));
        }
      }
    }
    return found;
  }

  /// A host may say for which namespaces it is.
  private boolean serves(KubeObject gateway, Document server) {
    String host = options.additions().ingress().host();
    for (String each : server.at("hosts").texts()) {
      int slash = each.indexOf('/');
      String from = slash < 0 ? "*" : each.substring(0, slash);
      String namespace = from.equals(".") ? gateway.namespace() : from;
      if ((namespace.equals("*") || namespace.equals(options.ingressNamespace()))
          && Candidate.matches(each.substring(slash + 1), host)) {
        return true;
      }
    }
    return false;
  }

  private Candidate candidate(KubeObject gateway, Document server) {
    String port = server.at("port", "number").integer().map(Object::toString).orElse("");
    Carrier carrier = new Carrier(Carrier.Sort.ISTIO, gateway.namespace(), gateway.name(), port);
    if (options.protection() != Protection.MESH) {
      return new Candidate(carrier, Messages.of("only-for-registries-in-the-mesh"));
    }
    if (!server.at("port", "protocol").textOrEmpty().equals("HTTPS")) {
      return new Candidate(carrier, Messages.of("it-serves-the-host-in-plain"));
    }
    return server.at("tls", "mode").textOrEmpty().endsWith("PASSTHROUGH")
        ? new Candidate(carrier, Messages.of("it-passes-tls-through"))
        : Candidate.fit(carrier);
  }
}
