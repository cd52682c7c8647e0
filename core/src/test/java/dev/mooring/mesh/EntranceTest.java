package dev.mooring.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EntranceTest {
  private static KubeObject object(String yaml) {
    return new KubeObject(Documents.yaml(yaml, "test").getFirst());
  }

  private static KubeObject pod(String hostIp, String ready, String port) {
    return object(
        """
        metadata: {name: a, namespace: mooring-entrance}
        spec: {containers: [{ports: [{containerPort: 9443%s}]}]}
        status: {hostIP: "%s", conditions: [{type: Ready, status: "%s"}]}
        """
            .formatted(port, hostIp, ready));
  }

  private static KubeObject service(String type, String ingress) {
    return object(
        """
        metadata: {name: mooring-entrance, namespace: mooring-entrance}
        spec: {type: %s}
        status: {loadBalancer: {ingress: [%s]}}
        """
            .formatted(type, ingress));
  }

  private static List<String> addresses(List<KubeObject> pods, KubeObject service) {
    return Entrance.addresses(pods, Optional.ofNullable(service)).stream()
        .map(Entrance.Address::toString)
        .toList();
  }

  @Test
  void nodesWhoseReadyPodsHoldThePortAreAddresses() {
    List<KubeObject> pods =
        List.of(
            pod("192.0.2.1", "True", ", hostPort: 9443"),
            pod("192.0.2.2", "False", ", hostPort: 9443"),
            pod("192.0.2.3", "True", ""),
            pod("192.0.2.4", "True", ", hostPort: 9443, hostIP: 127.0.0.1"),
            pod("192.0.2.5", "True", ", hostPort: 9444"),
            pod("2001:db8::1", "True", ", hostPort: 9443"));
    assertEquals(List.of("192.0.2.1:9443", "[2001:db8::1]:9443"), addresses(pods, null));
  }

  @Test
  void aLoadBalancerComesFirst() {
    KubeObject balancer = service("LoadBalancer", "{ip: 198.51.100.7}, {hostname: lb.example}, {}");
    assertEquals(
        List.of("198.51.100.7:9443", "lb.example:9443", "192.0.2.1:9443"),
        addresses(List.of(pod("192.0.2.1", "True", ", hostPort: 9443")), balancer));
  }

  @Test
  void aServiceInsideTheClusterIsNoAddress() {
    assertEquals(List.of(), addresses(List.of(), service("ClusterIP", "{ip: 198.51.100.7}")));
  }
}
