package dev.mooring.mesh;

import dev.mooring.identity.istiod.TestAuthority;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.GeneralName;

/// A registry's proxy over real TLS, which looks at what each request shows and writes it down.
final class TokenDoor implements AutoCloseable {
  static final String NAME = "kube-registry.kube-registry.svc";

  /// @param line the request's
  /// @param shown every Authorization field
  /// @param body how long it was
  record Seen(String line, List<String> fields, List<String> shown, int body) {}

  final List<Seen> seen = new CopyOnWriteArrayList<>();
  final List<String> protocols = new CopyOnWriteArrayList<>();
  private final Set<SSLSocket> open = ConcurrentHashMap.newKeySet();
  private final SSLServerSocket listener;

  /// Of a field's value.
  volatile Predicate<String> accepts = value -> true;

  volatile String status = "200 OK";
  volatile String more = "";

  static TokenDoor of(TestAuthority authority) throws Exception {
    return new TokenDoor(authority, Instant.now().plusSeconds(3600), TestAuthority.dns(NAME));
  }

  TokenDoor(TestAuthority authority, Instant until, GeneralName name, String... versions)
      throws Exception {
    listener = listening(authority, until, name, versions);
    Thread.ofVirtual().start(this::accept);
  }

  /// TLS as a registry's proxy has it.
  static SSLServerSocket listening(
      TestAuthority authority, Instant until, GeneralName name, String... versions)
      throws Exception {
    KeyPair keys = TestAuthority.newKeys();
    X509Certificate leaf =
        authority.leaf(keys.getPublic(), Instant.now().minusSeconds(7200), until, name);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("me", keys.getPrivate(), new char[0], new X509Certificate[] {leaf});
    KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
    managers.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    SSLServerSocket listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    SSLParameters parameters = listener.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
    parameters.setProtocols(versions.length == 0 ? new String[] {"TLSv1.3"} : versions);
    listener.setSSLParameters(parameters);
    return listener;
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Of requests but the greetings of those who connect.
  List<Seen> asked() {
    return seen.stream().filter(each -> !each.line().startsWith("GET /v2/ ")).toList();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        SSLSocket socket = (SSLSocket) listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(SSLSocket socket) {
    open.add(socket);
    try (socket) {
      socket.startHandshake();
      protocols.add(socket.getSession().getProtocol());
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      while (request(in, out)) {
        // The next one of a connection that is kept.
      }
    } catch (IOException e) {
      // The client's side of the test says what it saw.
    } finally {
      open.remove(socket);
    }
  }

  private boolean request(InputStream in, OutputStream out) throws IOException {
    List<String> head = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      head.add(line);
    }
    if (head.isEmpty()) {
      return false;
    }
    List<String> fields = head.subList(1, head.size());
    if (head.getFirst().contains("/cut/")) {
      return false;
    }
    if (values(fields, "expect").contains("100-continue")) {
      say(out, "HTTP/1.1 100 Continue\r\n\r\n");
    }
    int body = body(in, fields);
    List<String> shown = values(fields, "authorization");
    seen.add(new Seen(head.getFirst(), List.copyOf(fields), shown, body));
    boolean taken = shown.size() == 1 && accepts.test(shown.getFirst());
    String words = head.getFirst().contains("/echo/") ? String.join("\n", head) : "said";
    boolean last =
        head.getFirst().endsWith("HTTP/1.0") || values(fields, "connection").contains("close");
    say(
        out,
        "HTTP/1.1 "
            + (taken ? status : "401 Unauthorized")
            + "\r\n"
            + more
            + (last ? "Connection: close\r\n" : "")
            + "Content-Length: "
            + words.length()
            + "\r\n\r\n"
            + (head.getFirst().startsWith("HEAD ") ? "" : words));
    return !last;
  }

  private static int body(InputStream in, List<String> fields) throws IOException {
    if (values(fields, "transfer-encoding").contains("chunked")) {
      int all = 0;
      while (true) {
        String digits = line(in);
        if (digits.isEmpty()) {
          throw new IOException("cut in a body");
        }
        int size = Integer.parseInt(digits, 16);
        all += in.readNBytes(size).length;
        line(in);
        if (size == 0) {
          return all;
        }
      }
    }
    List<String> lengths = values(fields, "content-length");
    return lengths.isEmpty() ? 0 : in.readNBytes(Integer.parseInt(lengths.getFirst())).length;
  }

  private static List<String> values(List<String> fields, String name) {
    return fields.stream()
        .filter(each -> each.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(each -> each.substring(name.length() + 1).strip())
        .toList();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (SSLSocket each : open) {
      each.close();
    }
  }
}
