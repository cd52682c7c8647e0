package dev.mooring.practice.mesh;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Store;
import dev.mooring.practice.http.Handler;
import dev.mooring.practice.node.PodNetwork;
import dev.mooring.practice.pki.Authority;
import dev.mooring.practice.pki.Credential;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What istiod knows, and what the Envoys of all pods share.
public final class Mesh {
  /// The container beside a proxy.
  @FunctionalInterface
  public interface Application {
    /// @param endpoint `unix:///path` or `127.0.0.1:port`
    Optional<Handler> at(String endpoint);
  }

  private final Store store;
  private final PodNetwork network;
  private final Authority authority;
  final Sidecars sidecars;
  final Policies policies;
  final Services services;
  final AccessLogs logs;

  public Mesh(Store store, PodNetwork network, Authority authority) {
    this.store = store;
    this.network = network;
    this.authority = authority;
    this.sidecars = new Sidecars(store);
    this.policies = new Policies(store);
    this.services = new Services(store);
    this.logs = new AccessLogs(store);
  }

  /// What the Envoy of a pod wrote of requests.
  public String log(Document pod) {
    return logs.of(pod);
  }

  /// The Envoy of a pod; it listens after the first refresh.
  public Proxy proxy(Document pod, Application application) {
    return new Proxy(this, pod, application);
  }

  PodNetwork network() {
    return network;
  }

  static String principal(Document pod) {
    return "cluster.local/ns/"
        + Meta.namespace(pod)
        + "/sa/"
        + pod.at("spec", "serviceAccountName").text().orElse("default");
  }

  Credential identity(Document pod) {
    return authority.workload("spiffe://" + principal(pod), Duration.ofHours(24));
  }

  List<java.security.cert.X509Certificate> roots() {
    return List.of(authority.root());
  }

  /// Connects from a pod to an endpoint, with mutual TLS where the endpoint has it.
  Socket dial(Document pod, Services.Endpoint endpoint) throws IOException {
    Socket plain = network.dial(endpoint.podUid(), endpoint.port(), address(pod));
    if (!endpoint.mutual()) {
      return plain;
    }
    try {
      return identity(pod)
          .tls(roots())
          .getSocketFactory()
          .createSocket(
              plain, InetAddress.getLoopbackAddress().getHostAddress(), endpoint.port(), true);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private String address(Document pod) {
    return store
        .get(Resources.POD, Meta.namespace(pod), Meta.name(pod))
        .orElse(pod)
        .at("status", "podIP")
        .text()
        .orElse("0.0.0.0");
  }
}
