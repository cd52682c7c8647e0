package dev.mooring.desktop.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The scripts that get what a fresh machine lacks, over a server of this test.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the scripts are for Linux and macOS")
final class MachineTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path home;
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private Path archive;

  @BeforeEach
  void serve() throws Exception {
    Path tool = home.resolve("served").resolve("tool-1");
    Path bin = Files.createDirectories(tool.resolve("bin"));
    script(bin.resolve("java"), "exit 0");
    script(bin.resolve("javac"), "exit 0");
    script(bin.resolve("mvn"), "echo JAVA_HOME=$JAVA_HOME; echo \"mvn $*\"");
    Files.writeString(tool.resolve("release"), "JAVA_VERSION=\"25.0.9\"\n");
    archive = home.resolve("tool.tar.gz");
    assertEquals(
        0,
        run(
                Map.of(),
                "tar",
                "-czf",
                archive.toString(),
                "-C",
                tool.getParent().toString(),
                "tool-1")
            .code());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          byte[] bytes = Files.readAllBytes(archive);
          exchange.sendResponseHeaders(200, bytes.length);
          try (var body = exchange.getResponseBody()) {
            body.write(bytes);
          }
        });
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private record Ended(int code, String words) {}

  @Test
  void aJdkWithTheRightChecksumIsDownloadedOnceAndUsed() throws Exception {
    String line =
        "find_jdk() { is_jdk_25 \"$tools\"/jdk-25* && echo \"$tools\"/jdk-25*; }; need_jdk";
    Ended first = machine("yes=1; " + line, jdk(sum("SHA-256")));
    assertEquals(0, first.code(), first::words);
    assertTrue(first.words().contains("tools/jdk-25"), first::words);
    Ended second = machine(line, jdk(sum("SHA-256")));
    assertEquals(0, second.code(), second::words);
    assertEquals(1, requests.get());
  }

  @Test
  void anotherChecksumIsRefusedAndLeavesNothing() throws Exception {
    String wrong = "0".repeat(64);
    Ended ended = machine("yes=1; find_jdk() { return 1; }; need_jdk", jdk(wrong));
    assertNotEquals(0, ended.code());
    assertTrue(ended.words().contains("its checksum is " + sum("SHA-256")), ended::words);
    assertTrue(ended.words().contains("expected " + wrong), ended::words);
    try (Stream<Path> left = Files.list(home.resolve("tools"))) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void whereNobodyCanBeAskedNothingIsDownloadedWithoutYes() throws Exception {
    Ended ended = machine("find_jdk() { return 1; }; need_jdk", jdk(sum("SHA-256")));
    assertNotEquals(0, ended.code());
    assertTrue(ended.words().contains("--yes"), ended::words);
    assertEquals(0, requests.get());
  }

  @Test
  void aMissingLibraryIsOneSentenceWithTheCommand() throws Exception {
    Ended ended =
        machine("libraries_of() { echo libmooring-nosuch.so.1; }; need_libraries text", Map.of());
    assertNotEquals(0, ended.code());
    assertEquals(1, ended.words().lines().count(), ended::words);
    assertTrue(ended.words().contains("libmooring-nosuch.so.1"), ended::words);
    assertTrue(ended.words().contains("install"), ended::words);
  }

  @Test
  void anEmptyLibraryCountsAsMissing() throws Exception {
    Path hidden = Files.createFile(home.resolve("libmooring-empty.so.1"));
    Map<String, String> path = Map.of("LD_LIBRARY_PATH", home.toString());
    String line = "libraries_of() { echo " + hidden.getFileName() + "; }; lacking text";
    assertFalse(machine(line, path).words().isBlank());
    Files.writeString(hidden, "there");
    assertTrue(machine(line, path).words().isBlank());
  }

  @Test
  void verifyGetsMavenAndEndsInMvnVerifyWithTheArgumentsGiven() throws Exception {
    Ended ended =
        run(
            Map.of(
                "PATH",
                oldMavenFirst(),
                "MOORING_TOOLS",
                home.resolve("tools").toString(),
                "MOORING_JAVA_HOME",
                home.resolve("served").resolve("tool-1").toString(),
                "MOORING_MAVEN_URL",
                url(),
                "MOORING_MAVEN_SHA512",
                sum("SHA-512")),
            ROOT.resolve("verify").toString(),
            "--yes",
            "clean",
            "-Pcluster");
    assertEquals(0, ended.code(), ended::words);
    assertTrue(ended.words().contains("mvn -B -ntp clean -Pcluster verify"), ended::words);
    assertTrue(ended.words().contains("JAVA_HOME=" + home.resolve("served")), ended::words);
  }

  private Map<String, String> jdk(String sum) {
    return Map.of("MOORING_JDK_URL", url(), "MOORING_JDK_SHA256", sum);
  }

  private String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/tool.tar.gz";
  }

  private String sum(String algorithm) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(archive)));
  }

  /// With a Maven in front that is too old to be used.
  private String oldMavenFirst() throws IOException {
    Path bin = Files.createDirectories(home.resolve("old"));
    script(bin.resolve("mvn"), "echo 'Apache Maven 3.6.3'");
    return bin + ":" + System.getenv("PATH");
  }

  private Ended machine(String line, Map<String, String> environment) throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.put("MOORING_TOOLS", home.resolve("tools").toString());
    return run(
        all,
        "bash",
        "-euo",
        "pipefail",
        "-c",
        ". " + ROOT.resolve("src/packaging/machine.sh") + "; " + line);
  }

  private static Ended run(Map<String, String> environment, String... line) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.redirectInput(new File("/dev/null"));
    builder.environment().remove("CI");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), words);
  }

  private static void script(Path file, String line) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }
}
