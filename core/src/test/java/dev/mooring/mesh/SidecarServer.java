package dev.mooring.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// An echo behind TLS that looks like a sidecar's: client certificate required, HTTP/1.1 chosen.
final class SidecarServer implements AutoCloseable {
  final List<X509Certificate> clients = new CopyOnWriteArrayList<>();
  final List<String> protocols = new CopyOnWriteArrayList<>();
  private final SSLServerSocket listener;
  volatile boolean cutAfterFirstRead;

  SidecarServer(KeyPair keys, X509Certificate leaf, X509Certificate trusted, String... versions)
      throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("me", keys.getPrivate(), new char[0], new X509Certificate[] {leaf});
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, new char[0]);
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    anchors.setCertificateEntry("root", trusted);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
    listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
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
      socket.startHandshake();
      clients.add((X509Certificate) socket.getSession().getPeerCertificates()[0]);
      protocols.add(socket.getApplicationProtocol());
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[32 * 1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (cutAfterFirstRead) {
          return;
        }
        socket.getOutputStream().write(buffer, 0, count);
      }
    } catch (IOException e) {
      // The client's side of the test says what it saw.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
