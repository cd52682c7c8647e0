package dev.mooring.registry.remote;

import dev.mooring.registry.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.function.IntSupplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// TLS before a plain server of this machine, with a certificate for some names that vouches for
/// itself.
public final class TlsFront implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  private final Path keys;
  private final SSLServerSocket listener;
  private final String authority;
  private final String key;

  /// @param folder for its keys
  /// @param plain the port of the server
  /// @param names as keytool takes them: "dns:registry.example,dns:auth.example"
  public TlsFront(Path folder, IntSupplier plain, String names) throws Exception {
    keys = folder.resolve("front.p12");
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        "CN=front",
        "-ext",
        "san=" + names,
        "-ext",
        "bc=ca:true");
    authority = keytool("-exportcert", "-rfc");
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    key =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(store.getKey("front", PASSWORD.toCharArray()).getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
    managers.init(store, PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    listener =
        (SSLServerSocket)
            tls.getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> accept(plain));
  }

  private String keytool(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 7];
    command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    String[] rest = {"-alias", "front", "-keystore", keys.toString(), "-storepass", PASSWORD};
    System.arraycopy(rest, 0, command, arguments.length + 1, rest.length);
    return Programs.run(command);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// Its certificate, in PEM.
  public String authority() {
    return authority;
  }

  /// The key of the certificate, in PEM.
  public String key() {
    return key;
  }

  private void accept(IntSupplier plain) {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client, plain.getAsInt()));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void serve(Socket client, int plain) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), plain)) {
      ConnectProxy.join(client, server);
    } catch (IOException e) {
      // Whoever asks sees what became of it.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
