package dev.mooring.forward.tls;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/// TLS 1.3 or 1.2 on the local side of one forward, with a certificate made for its names.
///
/// The key stays in memory and is gone with the forward. A certificate is valid for at most seven
/// days; the next one is made in time when a connection comes or somebody asks for it. A connection
/// that does not speak TLS is refused, never served in the clear. Thread-safe.
public final class LocalTls {
  /// What an application gets to agree on TLS.
  private static final int PATIENCE_MILLIS = 30_000;

  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private final String forward;
  private final List<String> hosts;
  private final List<InetAddress> addresses;
  private final Clock clock;
  private SelfSigned present;

  /// Makes the first certificate.
  ///
  /// @param forward the forward's name, shown in the certificate
  /// @param addresses where it listens, besides 127.0.0.1 and ::1
  /// @param alias another name of it; empty for none
  public LocalTls(String forward, List<InetAddress> addresses, String alias, Clock clock) {
    this.forward = forward;
    this.hosts = alias.isEmpty() ? List.of("localhost") : List.of("localhost", alias);
    this.addresses =
        Stream.concat(Stream.of("127.0.0.1", "::1").map(InetAddress::ofLiteral), addresses.stream())
            .distinct()
            .toList();
    this.clock = clock;
    this.present = make();
  }

  /// The present certificate as PEM, to be trusted by applications; without the key.
  public String certificate() {
    return present().pem();
  }

  /// Agrees on TLS with an application.
  ///
  /// @return what the application says in the clear; closing it leaves `plain` open
  /// @throws dev.mooring.problem.MooringException when it does not speak TLS, or trusts another
  /// certificate
  public Socket accept(Socket plain) throws IOException {
    SSLSocket socket = (SSLSocket) present().sockets().createSocket(plain, null, false);
    socket.setEnabledProtocols(VERSIONS);
    plain.setSoTimeout(PATIENCE_MILLIS);
    try {
      socket.startHandshake();
    } catch (SSLException e) {
      if (e.getCause() instanceof EOFException) {
        throw e;
      }
      throw new Problem(
              Code.TLS_FAILED,
              Messages.of("a-local-connection-to-was-refused", forward),
              Messages.of("the-application-did-not-agree-on", e.getMessage()),
              new Remedy.Advice(Messages.of("let-it-use-tls-and-trust")))
          .raise(e);
    }
    plain.setSoTimeout(0);
    return socket;
  }

  private synchronized SelfSigned present() {
    if (!clock.instant().isBefore(present.renewAt())) {
      present = make();
    }
    return present;
  }

  private SelfSigned make() {
    return SelfSigned.make(
        Messages.of("mooring-forward", forward), hosts, addresses, clock.instant());
  }
}
