package dev.mooring.forward.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.forward.SavedForward;
import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.problem.MooringException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A file of forwards is read, or refused by a problem; what was read can be written for every
/// tool, and comes back from our own format.
public final class ExchangeFuzz implements FuzzTarget {

  @Override
  public void feed(byte[] input) {
    List<SavedForward> forwards;
    try {
      forwards = Exchange.read(input, "it", Optional.empty()).forwards();
    } catch (MooringException e) {
      return;
    }
    for (ExchangeFormat format : ExchangeFormat.values()) {
      String text = Exchange.write(forwards, format).text();
      if (format == ExchangeFormat.YAML && !forwards.isEmpty()) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertEquals(forwards, Exchange.read(bytes, "it", Optional.of(format)).forwards());
      }
    }
  }

  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts(
        """
        [{"alias": "api", "context": "c", "kubeconfig": "default", "local_port": 8080,
          "namespace": "dev", "protocol": "tcp", "remote_port": 80, "service": "api",
          "target": "app=x", "workload_type": "service", "domain_enabled": true}]""",
        """
        apiVersion: skaffold/v4beta11
        kind: Config
        portForward:
        - resourceType: deployment
          resourceName: api
          namespace: dev
          port: 8080
          localPort: 9000
          address: 127.0.0.2
        """,
        """
        {"clusters": [{"name": "c", "services": [{"alias": "a", "namespace": "dev",
          "workloadName": "api", "workloadType": "deployment",
          "forwards": [{"localPort": 8080, "remotePort": 80}]}]}]}""",
        """
        version: 1
        forwards:
        - {name: api, context: c, namespace: dev, target: svc/api, port: http, localPort: 8080,
           group: g, tls: true, requests: true, spare: false, running: true, addresses: [127.0.0.9]}
        """,
        """
        namespaces: [dev]
        contexts: [c]
        """);
  }
}
