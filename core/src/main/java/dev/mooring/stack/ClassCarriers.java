package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.Carrier;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.List;

/// Classes of ingresses: each has every host that it is given a certificate for.
record ClassCarriers(Cluster cluster, StackOptions options) {
  /// Of the mesh's own gateways: mutual TLS to sidecars, plain HTTP to everything else.
  private static final String ISTIO = "istio.io/ingress-controller";

  List<Candidate> find() throws InterruptedException {
    List<Candidate> found = new ArrayList<>();
    for (KubeObject each : cluster.list(Kind.INGRESS_CLASS, null, "")) {
      Carrier carrier = new Carrier(Carrier.Sort.CLASS, "", each.name(), "");
      found.add(candidate(carrier, each.at("spec", "controller").textOrEmpty().equals(ISTIO)));
    }
    return found;
  }

  private Candidate candidate(Carrier carrier, boolean mesh) {
    if (mesh && options.protection() != Protection.MESH) {
      return new Candidate(carrier, Messages.of("only-for-registries-in-the-mesh"));
    }
    if (!options.additions().ingress().hasCertificate()) {
      return new Candidate(carrier, Messages.of("it-needs-a-certificate"));
    }
    return Candidate.fit(mesh ? carrier.withListener(Carrier.MESH) : carrier);
  }
}
