package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.Carrier;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.List;

/// Classes of ingresses: each has every host that it is given a certificate for.
record ClassCarriers(Cluster cluster, StackOptions options) {
  /// Speaks plain HTTP to what it leads to, unless the mesh is told otherwise.
  private static final String ISTIO = "istio.io/ingress-controller";

  List<Candidate> find() throws InterruptedException {
    List<Candidate> found = new ArrayList<>();
    for (KubeObject each : cluster.list(Kind.INGRESS_CLASS, null, "")) {
      Carrier carrier = new Carrier(Carrier.Sort.CLASS, "", each.name(), "");
      if (each.at("spec", "controller").textOrEmpty().equals(ISTIO)) {
        found.add(new Candidate(carrier, Messages.of("use-a-gateway-of-istio")));
      } else if (!options.additions().ingress().hasCertificate()) {
        found.add(new Candidate(carrier, Messages.of("it-needs-a-certificate")));
      } else {
        found.add(Candidate.fit(carrier));
      }
    }
    return found;
  }
}
