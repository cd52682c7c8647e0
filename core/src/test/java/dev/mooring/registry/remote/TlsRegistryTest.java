package dev.mooring.registry.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Programs;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A registry with a certificate of its own authority.
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // each start of a keytool is a JVM
class TlsRegistryTest {
  private static final String PASSWORD = "changeit";

  @TempDir static Path folder;
  private HttpsServer server;
  private String authority;

  @BeforeAll
  void start() throws Exception {
    Path keys = folder.resolve("keys.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Programs.run(
        keytool,
        "-genkeypair",
        "-alias",
        "r",
        "-keyalg",
        "EC",
        "-dname",
        "CN=registry",
        "-ext",
        "san=dns:localhost",
        "-ext",
        "bc=ca:true",
        "-keystore",
        keys.toString(),
        "-storepass",
        PASSWORD);
    authority =
        Programs.run(
            keytool,
            "-exportcert",
            "-rfc",
            "-alias",
            "r",
            "-keystore",
            keys.toString(),
            "-storepass",
            PASSWORD);
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
    managers.init(store, PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/v2/",
        exchange -> {
          exchange.getResponseHeaders().add("Docker-Distribution-Api-Version", "registry/2.0");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  void stop() {
    server.stop(0);
  }

  private void ping(String host, String pem) throws InterruptedException {
    RegistryAddress place =
        RegistryAddress.parse("https://" + host + ":" + server.getAddress().getPort(), pem);
    try (RemoteRegistries.Remote remote =
        new RemoteRegistries(new DockerConfig(folder.resolve("none")), null).open(place)) {
      remote.registry().ping();
    }
  }

  @Test
  void itIsTrustedByTheAuthorityThatWasGivenAndByNoOther() throws Exception {
    ping("localhost", authority);
    for (String[] each :
        List.of(new String[] {"localhost", ""}, new String[] {"127.0.0.1", authority})) {
      MooringException refused =
          assertThrows(MooringException.class, () -> ping(each[0], each[1]), each[0]);
      assertEquals(Code.REGISTRY_UNREACHABLE, refused.problem().code());
      assertTrue(refused.problem().why().contains("TLS"), refused.problem().why());
    }
    MooringException none =
        assertThrows(MooringException.class, () -> ping("localhost", "no certificate"));
    assertEquals(Code.REGISTRY_UNTRUSTED, none.problem().code());
  }

  @Test
  void whomTheSystemTrustsIsTrustedForItsOwnNameOnly() throws Exception {
    String port = ":" + server.getAddress().getPort();
    String said =
        Programs.run(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djavax.net.ssl.trustStore=" + folder.resolve("keys.p12"),
            "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            TrustedPing.class.getName(),
            "https://localhost" + port,
            "https://127.0.0.1" + port);
    List<String> lines = said.lines().toList();
    assertEquals("trusted", lines.getFirst(), said);
    assertTrue(lines.getLast().contains("TLS"), said);
  }

  @Test
  void anAddressIsReadAsPeopleWriteIt() {
    assertEquals("https://registry.example", text("registry.example"));
    assertEquals("https://registry.example:5000", text("https://registry.example:5000/"));
    assertEquals("http://localhost:5001", text("localhost:5001"));
    assertEquals("http://127.0.0.1:5001", text("http://127.0.0.1:5001"));
    for (String wrong :
        List.of("http://registry.example", "https://a/b", "https://u:p@a", "a b", "", "ftp://a")) {
      assertThrows(MooringException.class, () -> text(wrong), wrong);
    }
  }

  private static String text(String typed) {
    return RegistryAddress.parse(typed, "").address().toString();
  }
}
