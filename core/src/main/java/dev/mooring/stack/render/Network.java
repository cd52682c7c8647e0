package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpecBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Which ports a stack's pods serve and use, for networks that enforce policies.
final class Network {
  static final List<NetworkPolicyPort> DNS = List.of(port("UDP", 53), port("TCP", 53));
  static final List<NetworkPolicyPort> CONTROL_PLANE = List.of(port("TCP", 15012));

  private Network() {}

  /// @param in from anywhere
  /// @param out to anywhere
  static KubeObject policy(
      Meta meta, String app, List<NetworkPolicyPort> in, List<List<NetworkPolicyPort>> out) {
    NetworkPolicySpecBuilder spec = spec(app);
    if (!in.isEmpty()) {
      spec.addNewIngress().withPorts(in).endIngress();
    }
    spec.addNewEgress().withPorts(out.stream().flatMap(List::stream).toList()).endEgress();
    return object(meta, app, spec);
  }

  /// Adds a way out to what is there already.
  ///
  /// @param labels beside those of the stack
  /// @param app whose pods get it
  /// @param namespace the only one it leads to
  static KubeObject egress(
      Meta meta,
      String name,
      Map<String, String> labels,
      String app,
      String namespace,
      IntOrString port) {
    NetworkPolicySpecBuilder spec =
        new NetworkPolicySpecBuilder()
            .withPodSelector(Pod.selector(app))
            .withPolicyTypes("Egress")
            .addNewEgress()
            .addNewTo()
            .withNewNamespaceSelector()
            .addToMatchLabels("kubernetes.io/metadata.name", namespace)
            .endNamespaceSelector()
            .endTo()
            .withPorts(new NetworkPolicyPort(null, port, "TCP"))
            .endEgress();
    return Meta.object(
        new NetworkPolicyBuilder()
            .withMetadata(meta.named(name, labels))
            .withSpec(spec.build())
            .build());
  }

  /// For pods that only their own node talks to, which no policy stops.
  ///
  /// @param sources addresses beside the node's own that may
  static KubeObject nodeOnly(
      Meta meta, String app, int port, List<String> sources, List<List<NetworkPolicyPort>> out) {
    NetworkPolicySpecBuilder spec = spec(app);
    if (!sources.isEmpty()) {
      var rule = spec.addNewIngress().withPorts(tcp(port));
      for (String each : sources) {
        rule.addNewFrom().withNewIpBlock().withCidr(each).endIpBlock().endFrom();
      }
      rule.endIngress();
    }
    spec.addNewEgress().withPorts(out.stream().flatMap(List::stream).toList()).endEgress();
    return object(meta, app, spec);
  }

  static NetworkPolicyPort tcp(int port) {
    return port("TCP", port);
  }

  private static NetworkPolicyPort port(String protocol, int port) {
    return new NetworkPolicyPort(null, new IntOrString(port), protocol);
  }

  private static NetworkPolicySpecBuilder spec(String app) {
    return new NetworkPolicySpecBuilder()
        .withPodSelector(Pod.selector(app))
        .withPolicyTypes(Stream.of("Ingress", "Egress").toList());
  }

  private static KubeObject object(Meta meta, String app, NetworkPolicySpecBuilder spec) {
    return Meta.object(
        new NetworkPolicyBuilder().withMetadata(meta.named(app)).withSpec(spec.build()).build());
  }
}
