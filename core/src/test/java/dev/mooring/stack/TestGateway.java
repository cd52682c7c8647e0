package dev.mooring.stack;

import dev.mooring.identity.authority.ServerCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;

/// Stands for a cluster's gateway or ingress controller: an Envoy that ends a host's TLS, says so
/// to what is behind, and hands requests on.
public final class TestGateway implements AutoCloseable {
  private static final String CONFIGURATION =
      """
      static_resources:
        listeners:
        - name: host
          address: {socket_address: {address: 127.0.0.1, port_value: @HOST_PORT@}}
          filter_chains:
          - transport_socket:
              name: tls
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
                common_tls_context:
                  tls_certificates:
                  - certificate_chain: {filename: @FOLDER@/host.crt}
                    private_key: {filename: @FOLDER@/host.key}
            filters:
            - name: http
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: host
                use_remote_address: true
                route_config:
                  virtual_hosts:
                  - name: host
                    domains: ["*"]
                    routes: [{match: {prefix: /}, route: {cluster: ingress, timeout: 0s@ASKED@}}]
                http_filters:
                - name: router
                  typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
        clusters:
        - name: ingress
          type: STATIC
          load_assignment:
            cluster_name: ingress
            endpoints:
            - lb_endpoints:
              - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: @PORT@}}}
      """;

  private static final String CHECKED =
      """
          transport_socket:
            name: tls
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
              sni: @NAME@
              common_tls_context:
                validation_context:
                  trusted_ca: {filename: @FOLDER@/behind.crt}
                  match_typed_subject_alt_names: [{san_type: DNS, matcher: {exact: @NAME@}}]
      """;

  private final Process program;
  private final int port;

  private TestGateway(Path folder, ServerCertificate host, String configuration)
      throws IOException {
    Files.writeString(folder.resolve("host.crt"), host.certificate());
    Files.writeString(folder.resolve("host.key"), host.key());
    port = freePort();
    Path file = folder.resolve("gateway.yaml");
    Files.writeString(
        file,
        configuration
            .replace("@HOST_PORT@", Integer.toString(port))
            .replace("@FOLDER@", folder.toString()));
    program =
        new ProcessBuilder(
                "envoy",
                "-c",
                file.toString(),
                "--disable-hot-restart",
                "--concurrency",
                "1",
                "-l",
                "warn")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("gateway.log").toFile())
            .start();
    Awaitility.await().ignoreExceptions().until(this::listens);
  }

  /// In a mesh, where its own sidecar would encrypt.
  ///
  /// @param asked the name that it asks for, whatever its clients call it
  public static TestGateway plain(Path folder, ServerCertificate host, int behind, String asked)
      throws IOException {
    return new TestGateway(
        folder,
        host,
        CONFIGURATION
            .replace("@PORT@", Integer.toString(behind))
            .replace("@ASKED@", ", host_rewrite_literal: " + asked));
  }

  /// @param authority PEM, by which it checks what is behind
  /// @param name of what is behind
  static TestGateway checking(
      Path folder, ServerCertificate host, int behind, String authority, String name)
      throws IOException {
    Files.writeString(folder.resolve("behind.crt"), authority);
    return new TestGateway(
        folder,
        host,
        (CONFIGURATION + CHECKED)
            .replace("@PORT@", Integer.toString(behind))
            .replace("@ASKED@", "")
            .replace("@NAME@", name));
  }

  public int port() {
    return port;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean listens() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    }
  }

  @Override
  public void close() throws InterruptedException {
    program.destroyForcibly().waitFor();
  }
}
