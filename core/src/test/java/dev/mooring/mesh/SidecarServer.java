package dev.mooring.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// An echo behind TLS that looks like a sidecar's: client certificate required, HTTP/1.1 chosen. A
/// GET gets an answer, everything else comes back.
final class SidecarServer implements AutoCloseable {
  static final InetSocketAddress ANYWHERE =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  final List<X509Certificate> clients = new CopyOnWriteArrayList<>();
  final List<String> protocols = new CopyOnWriteArrayList<>();
  final List<String> serverNames = new CopyOnWriteArrayList<>();
  final List<String> received = new CopyOnWriteArrayList<>();
  private final Set<SSLSocket> open = ConcurrentHashMap.newKeySet();
  private final SSLServerSocket listener;
  volatile boolean cutAfterFirstRead;
  private volatile boolean anybody;

  SidecarServer(KeyPair keys, X509Certificate leaf, X509Certificate trusted, String... versions)
      throws Exception {
    this(ANYWHERE, keys, leaf, List.of(trusted), versions);
  }

  SidecarServer(
      InetSocketAddress at,
      KeyPair keys,
      X509Certificate leaf,
      List<X509Certificate> trusted,
      String... versions)
      throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("me", keys.getPrivate(), new char[0], new X509Certificate[] {leaf});
    KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
    managers.init(store, new char[0]);
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    for (int i = 0; i < trusted.size(); i++) {
      anchors.setCertificateEntry("root-" + i, trusted.get(i));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
    listener =
        (SSLServerSocket)
            context.getServerSocketFactory().createServerSocket(at.getPort(), 50, at.getAddress());
    listener.setNeedClientAuth(true);
    SSLParameters parameters = listener.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
    parameters.setProtocols(versions.length == 0 ? new String[] {"TLSv1.3"} : versions);
    listener.setSSLParameters(parameters);
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Asks for no certificate from now on.
  SidecarServer toAnybody() {
    anybody = true;
    return this;
  }

  static URI id(String path) {
    return URI.create("spiffe://cluster.local" + path);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        SSLSocket socket = (SSLSocket) listener.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void echo(SSLSocket socket) {
    try (socket) {
      open.add(socket);
      if (anybody) {
        socket.setNeedClientAuth(false);
      }
      socket.startHandshake();
      ((ExtendedSSLSession) socket.getSession())
          .getRequestedServerNames()
          .forEach(each -> serverNames.add(((SNIHostName) each).getAsciiName()));
      if (!anybody) {
        clients.add((X509Certificate) socket.getSession().getPeerCertificates()[0]);
      }
      protocols.add(socket.getApplicationProtocol());
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[32 * 1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (cutAfterFirstRead) {
          return;
        }
        String text = new String(buffer, 0, count, StandardCharsets.US_ASCII);
        received.add(text);
        if (text.startsWith("GET ")) {
          socket
              .getOutputStream()
              .write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                      .getBytes(StandardCharsets.US_ASCII));
          return;
        }
        socket.getOutputStream().write(buffer, 0, count);
      }
    } catch (IOException e) {
      // The client's side of the test says what it saw.
    } finally {
      open.remove(socket);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (SSLSocket each : open) {
      each.close();
    }
  }
}
