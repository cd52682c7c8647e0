package dev.mooring.mesh;

import dev.mooring.identity.istiod.TestAuthority;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// Other programs that speak mutual TLS with certificates of one authority, which are in a folder.
final class TlsPeers implements AutoCloseable {
  static final String ROOT = "root.pem";
  static final String CLIENT = "client.pem";
  static final String CLIENT_KEY = "client.key";
  static final String DER_KEY = "client.der";

  /// Where the server of all is, at an entrance's port.
  static final InetSocketAddress SERVER =
      new InetSocketAddress(InetAddress.ofLiteral(FakeMesh.NODE), 9443);

  private final TestAuthority authority = new TestAuthority("cluster.local");
  private final List<Process> processes = new ArrayList<>();
  private final Path folder;

  TlsPeers(Path folder) throws Exception {
    this.folder = folder;
    Files.writeString(folder.resolve(ROOT), TestAuthority.pem(authority.root()));
    issue("client", FakeMesh.ME);
    issue("server", FakeMesh.SERVER.toString());
  }

  private void issue(String name, String id) throws Exception {
    KeyPair keys = TestAuthority.newKeys();
    X509Certificate leaf =
        authority.leaf(keys.getPublic(), Duration.ofHours(1), TestAuthority.uri(id));
    Files.writeString(folder.resolve(name + ".pem"), TestAuthority.pem(leaf));
    byte[] key = keys.getPrivate().getEncoded();
    secret(name + ".der", key);
    secret(
        name + ".key",
        ("-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n")
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  private void secret(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, content);
  }

  /// The program, when it is there.
  static Optional<String> stunnel() {
    return Stream.of("stunnel4", "stunnel").flatMap(each -> found(each).stream()).findFirst();
  }

  /// The program, when it is there.
  static Optional<String> envoy() {
    return found(System.getProperty("bench.envoy", "envoy"));
  }

  private static Optional<String> found(String program) {
    return program.contains(File.separator)
        ? Optional.of(program).filter(each -> Files.isExecutable(Path.of(each)))
        : Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .map(each -> Path.of(each, program))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst();
  }

  /// stunnel as a client from a local port.
  Process stunnel(String program, int port) throws IOException {
    Path file = folder.resolve("stunnel.conf");
    Files.writeString(
        file,
        """
        foreground = yes
        pid =
        debug = warning
        [registry]
        client = yes
        accept = 127.0.0.1:%d
        connect = %s:%d
        cert = %s
        key = %s
        CAfile = %s
        verifyChain = yes
        """
            .formatted(
                port,
                SERVER.getAddress().getHostAddress(),
                SERVER.getPort(),
                folder.resolve(CLIENT),
                folder.resolve(CLIENT_KEY),
                folder.resolve(ROOT)));
    return start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), program, file.toString());
  }

  /// Envoy as a client from a local port, with TLS 1.3 as all others; by itself it offers 1.2.
  Process envoy(String program, int port) throws IOException {
    return envoy(
        program,
        "client",
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        "",
        SERVER,
        socket("UpstreamTlsContext", "client", FakeMesh.SERVER.toString(), ""));
  }

  /// The server for all: Envoy as a sidecar is one, in front of plain TCP.
  Process server(String program, int plain) throws IOException {
    return envoy(
        program,
        "server",
        SERVER,
        socket("DownstreamTlsContext", "server", FakeMesh.ME, "require_client_certificate: true, "),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), plain),
        "");
  }

  private String socket(String type, String me, String peer, String more) {
    return """
    transport_socket: {name: tls, typed_config: {"@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.%s, %scommon_tls_context: {
      tls_params: {tls_minimum_protocol_version: TLSv1_3, tls_maximum_protocol_version: TLSv1_3},
      tls_certificates: [{certificate_chain: {filename: %s}, private_key: {filename: %s}}],
      validation_context: {trusted_ca: {filename: %s}, match_typed_subject_alt_names: [{san_type: URI, matcher: {exact: "%s"}}]}}}}
    """
        .formatted(
            type,
            more,
            folder.resolve(me + ".pem"),
            folder.resolve(me + ".key"),
            folder.resolve(ROOT),
            peer);
  }

  private Process envoy(
      String program,
      String name,
      InetSocketAddress at,
      String accepting,
      InetSocketAddress to,
      String connecting)
      throws IOException {
    Path file = folder.resolve(name + ".yaml");
    Files.writeString(
        file,
        """
        static_resources:
          listeners:
          - address: %s
            filter_chains:
            - filters: [{name: tcp, typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy, stat_prefix: tcp, cluster: next}}]
        %s
          clusters:
          - name: next
            type: STATIC
            load_assignment: {cluster_name: next, endpoints: [{lb_endpoints: [{endpoint: {address: %s}}]}]}
        %s
        """
            .formatted(address(at), accepting.indent(6), address(to), connecting.indent(4)));
    return start(
        at, program, "-c", file.toString(), "--disable-hot-restart", "--log-level", "warning");
  }

  private static String address(InetSocketAddress of) {
    return "{socket_address: {address: %s, port_value: %d}}"
        .formatted(of.getAddress().getHostAddress(), of.getPort());
  }

  private Process start(InetSocketAddress listening, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("peers.log").toFile()))
            .start();
    processes.add(process);
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .failFast("ended, see peers.log", () -> !process.isAlive())
        .until(() -> answers(listening));
    return process;
  }

  private static boolean answers(InetSocketAddress at) {
    try (Socket socket = new Socket(at.getAddress(), at.getPort())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws InterruptedException {
    for (Process each : processes) {
      each.destroy();
      each.waitFor();
    }
  }
}
