package dev.mooring.desktop.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import dev.mooring.mesh.KeptRegistries;
import dev.mooring.platform.SpareMemory;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.settings.SettingsFile;
import dev.mooring.stack.options.StackOptions;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javafx.application.Application;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the Images place costs with 2,000 repositories and a repository of 2,000 tags: first rows,
/// frames while it is scrolled, and memory of the window's own process.
@Tag("bench")
final class ImagesBenchmark {
  private static final int MANY = 2_000;
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  @TempDir Path home;

  /// No class of the toolkit's own: it would have to be a module then.
  public static void main(String[] arguments) {
    SpareMemory.giveBack();
    Application.launch(ImagesBenchmarkWindow.class, arguments);
  }

  @Test
  void manyRepositoriesAndTags() throws Exception {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      Path kubeconfig = cluster.writeKubeconfig(home);
      prepare(kubeconfig);
      String server =
          Pattern.compile("https://127\\.0\\.0\\.1:(\\d+)")
              .matcher(Files.readString(kubeconfig))
              .results()
              .findFirst()
              .orElseThrow()
              .group(1);
      for (int roundTrip : List.of(0, 50)) {
        try (DistantServer distant =
            new DistantServer(Integer.parseInt(server), Duration.ofMillis(roundTrip))) {
          Path there = home.resolve("config-" + roundTrip);
          Files.writeString(
              there,
              Files.readString(kubeconfig)
                  .replace("127.0.0.1:" + server, "127.0.0.1:" + distant.port()));
          // At once, and as long after the connection as a person takes.
          for (int after : List.of(0, 2_000)) {
            System.out.printf(
                "figure: %d ms round trip, page opened %d ms after the connection%n",
                roundTrip, after);
            window(there, after, roundTrip == 0 && after > 0);
          }
        }
      }
    }
  }

  private void window(Path kubeconfig, int after, boolean scrolled) throws Exception {
    elsewhere();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As src/packaging/start.sh has them.
    command.addAll(
        Arrays.asList(
            ("-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xms32m -Xmx768m"
                    + " -XX:-ShrinkHeapInSteps -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40"
                    + " -XX:TrimNativeHeapInterval=60000 --enable-native-access=ALL-UNNAMED"
                    + " --sun-misc-unsafe-memory-access=allow -XX:+UnlockDiagnosticVMOptions"
                    + " -XX:-AOTAdapterCaching"
                    + " -Dglass.platform=Headless -Dprism.order=sw")
                .split(" ")));
    command.addAll(started());
    command.addAll(
        List.of(
            ImagesBenchmark.class.getName(),
            kubeconfig.toString(),
            home.resolve("config/settings.json").toString(),
            String.valueOf(after),
            String.valueOf(scrolled)));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("MOORING_HOME", home.toString());
    assertEquals(0, builder.start().waitFor());
  }

  /// As `./mooring` starts it where it was built, with its start cache; else as the tests do.
  private static List<String> started() throws IOException {
    Path jars = Path.of("target/start").toAbsolutePath();
    String tests = System.getProperty("java.class.path");
    if (!Files.exists(jars.resolve("hash"))) {
      System.out.println("figure: without the start cache of ./mooring");
      return List.of("-cp", tests);
    }
    String path =
        Files.readAllLines(jars.resolve("classpath")).stream()
            .map(each -> jars + "/" + each)
            .collect(Collectors.joining(File.pathSeparator));
    String cache = "window-" + Files.readString(jars.resolve("hash")).strip() + ".aot";
    return List.of("-cp", path + File.pathSeparator + tests, "-XX:AOTCache=" + jars.resolve(cache));
  }

  private void prepare(Path kubeconfig) throws Exception {
    StackOptions options = StackOptions.defaults();
    try (SettingsFile settings = settings();
        Workspace workspace =
            Composition.over(new FabricKubeconfig(List.of(kubeconfig)).connect(null))) {
      workspace.stack().install(options, Progress.none());
      int port =
          new KeptRegistries("practice", workspace.mesh(), settings)
              .connect(options.location(), 0)
              .listening()
              .getFirst()
              .getPort();
      String base = "http://localhost:" + port + "/v2/";
      fill(base);
      warm(base);
    }
  }

  private SettingsFile settings() {
    return SettingsFile.open(home.resolve("config/settings.json"));
  }

  /// The window begins on another page than the one it was closed on.
  private void elsewhere() {
    Document window = Document.of(Map.of("x", 0, "y", 0, "width", 1000, "height", 700));
    try (SettingsFile settings = settings()) {
      settings.update(s -> s.withWindow(window));
    }
  }

  /// A registry elsewhere has been running for days; this one, in Java, has just begun.
  private static void warm(String base) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < 400; i++) {
        if (i % 20 == 0) {
          send(client, "GET", base + "_catalog?n=1000", MANIFEST, "");
          send(client, "GET", base + "a/many/tags/list?n=1000", MANIFEST, "");
        }
        send(client, "GET", base + "a/many/manifests/v" + i, MANIFEST, "");
      }
    }
  }

  private static void fill(String base) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < MANY; i++) {
        image(client, base + "team-%02d/service-%04d".formatted(i % 40, i), "1", 0);
      }
      for (int i = 0; i < MANY; i++) {
        image(client, base + "a/many", "v" + i, i);
      }
    }
  }

  private static void image(HttpClient client, String repository, String tag, int number)
      throws Exception {
    byte[] config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":\"2026-01-%02dT10:00:00Z\"}"
            .formatted(1 + number % 28)
            .getBytes(StandardCharsets.UTF_8);
    String digest =
        "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(config));
    HttpResponse<Void> upload =
        send(client, "POST", repository + "/blobs/uploads/", "application/octet-stream", "");
    String to =
        URI.create(repository)
            .resolve(upload.headers().firstValue("Location").orElseThrow())
            .toString();
    send(
        client,
        "PUT",
        to + (to.contains("?") ? "&" : "?") + "digest=" + digest,
        "application/octet-stream",
        new String(config, StandardCharsets.UTF_8));
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s",\
        "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},\
        "layers":[],"annotations":{"number":"%d"}}"""
            .formatted(MANIFEST, digest, config.length, number);
    assertEquals(
        201,
        send(client, "PUT", repository + "/manifests/" + tag, MANIFEST, manifest).statusCode());
  }

  private static HttpResponse<Void> send(
      HttpClient client, String method, String url, String type, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.discarding());
  }
}
