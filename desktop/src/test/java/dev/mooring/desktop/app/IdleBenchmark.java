package dev.mooring.desktop.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.document.Document;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.Target;
import dev.mooring.job.Progress;
import dev.mooring.mesh.KeptRegistries;
import dev.mooring.platform.FreePorts;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.settings.SettingsFile;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What an open window costs while nothing happens, with 60 forwards and 2,000 repositories, and
/// how soon it answers clicks from its first frame on.
///
/// Needs Linux, a display without a window manager, and `./mooring` built: the program is the one
/// that users start, in a process of its own, and its clicks are the X server's.
@Tag("bench")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class IdleBenchmark {
  private static final int FORWARDS = 60;
  private static final int REPOSITORIES = 2000;
  private static final int SETTLES = Integer.getInteger("idle.settles", 75);
  private static final int WATCHED = Integer.getInteger("idle.watched", 60);
  private static final long TICK = 100;
  private static final List<String> PLACES =
      List.of(System.getProperty("idle.places", "Registry,Forwards,Images,Workloads").split(","));

  @TempDir Path home;

  @Test
  void anOpenWindowAtRest() throws Exception {
    Path launcher = Path.of(System.getProperty("idle.launcher", "../mooring")).toAbsolutePath();
    Assumptions.assumeTrue(System.getenv("DISPLAY") != null && Files.isExecutable(launcher));
    try (PracticeCluster cluster = PracticeCluster.start()) {
      Path kubeconfig = cluster.writeKubeconfig(home);
      prepare(cluster, kubeconfig);
      ProcessBuilder builder = new ProcessBuilder(launcher.toString());
      builder.environment().put("KUBECONFIG", kubeconfig.toString());
      builder.environment().put("MOORING_HOME", home.toString());
      builder.redirectErrorStream(true).redirectOutput(home.resolve("out").toFile());
      RailClicks clicks = new RailClicks();
      long started = System.nanoTime();
      Process mooring = builder.start();
      try {
        clicks.awaitWindow();
        System.out.printf("figure: window after %d ms%n", (System.nanoTime() - started) / 1000000);
        System.out.println("figure: clicks from the first frame on, ms: " + clicks.latencies(40));
        for (String place : PLACES) {
          clicks.go(place);
          clicks.park();
          Thread.sleep(TimeUnit.SECONDS.toMillis(SETTLES));
          watch(place, mooring.pid());
          clicks.picture(place);
        }
        System.out.println("figure: clicks at rest, ms: " + clicks.latencies(20));
        Path wait = Path.of(System.getProperty("idle.wait", ""));
        while (!wait.toString().isEmpty() && Files.exists(wait)) {
          Thread.sleep(1000);
        }
      } finally {
        mooring.destroy();
        mooring.waitFor(20, TimeUnit.SECONDS);
      }
    }
  }

  private static void watch(String place, long pid) throws Exception {
    Map<String, Long> before = threads(pid);
    long all = ticks(Path.of("/proc/" + pid + "/stat"));
    Thread.sleep(TimeUnit.SECONDS.toMillis(WATCHED));
    double used = ticks(Path.of("/proc/" + pid + "/stat")) - all;
    Map<String, Double> by = new TreeMap<>();
    threads(pid)
        .forEach(
            (name, now) -> {
              double percent = (now - before.getOrDefault(name, 0L)) * 100.0 / TICK / WATCHED;
              if (percent >= 0.02) {
                by.put(name, Math.round(percent * 100) / 100.0);
              }
            });
    System.out.printf(
        "figure: %s: %.2f %% of a core, %d MiB resident; %s%n",
        place, used * 100 / TICK / WATCHED, resident(pid), by);
  }

  private static Map<String, Long> threads(long pid) throws IOException {
    Map<String, Long> all = new LinkedHashMap<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path each : tasks.toList()) {
        try {
          all.merge(
              Files.readString(each.resolve("comm")).strip(),
              ticks(each.resolve("stat")),
              Long::sum);
        } catch (IOException e) {
          // It has just ended.
        }
      }
    }
    return all;
  }

  private static long ticks(Path stat) throws IOException {
    String text = Files.readString(stat);
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private static long resident(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
            .filter(each -> each.startsWith("Rss:"))
            .mapToLong(each -> Long.parseLong(each.replaceAll("\\D", "")))
            .sum()
        / 1024;
  }

  /// Installs and fills a registry, and leaves the settings of somebody who keeps it connected.
  private void prepare(PracticeCluster cluster, Path kubeconfig) throws Exception {
    StackOptions options = StackOptions.defaults();
    try (SettingsFile settings = SettingsFile.open(home.resolve("config/settings.json"));
        Workspace workspace =
            Composition.over(new FabricKubeconfig(List.of(kubeconfig)).connect(null))) {
      workspace.stack().install(options, Progress.none());
      fill(
          new KeptRegistries("practice", workspace.mesh(), settings)
              .connect(options.location(), 0)
              .listening()
              .getFirst()
              .getPort());
      List<Document> forwards = new ArrayList<>();
      int port = 20_000;
      for (int i = 0; i < FORWARDS; i++) {
        String namespace = "team-" + i % 6;
        if (i < 6) {
          cluster.runHello(namespace);
        }
        port = FreePorts.after(port).orElseThrow();
        forwards.add(
            new SavedForward(
                    "practice",
                    ForwardSpec.of("hello-" + i, Target.parse("svc/hello", namespace, "80"), port),
                    true)
                .write());
      }
      Document window =
          Document.of(Map.of("place", "registry", "x", 0, "y", 0, "width", 1000, "height", 700));
      settings.update(s -> s.withForwards(forwards).withWindow(window));
    }
  }

  private static void fill(int port) throws Exception {
    byte[] config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(StandardCharsets.UTF_8);
    String digest =
        "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(config));
    byte[] manifest =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
        "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},\
        "layers":[]}"""
            .formatted(digest, config.length)
            .getBytes(StandardCharsets.UTF_8);
    String base = "http://localhost:" + port + "/v2/";
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < REPOSITORIES; i++) {
        String repository = base + "team-%02d/service-%04d".formatted(i % 40, i);
        HttpResponse<Void> upload =
            send(
                client,
                "POST",
                repository + "/blobs/uploads/",
                "application/octet-stream",
                new byte[0]);
        String to =
            URI.create(base)
                .resolve(upload.headers().firstValue("Location").orElseThrow())
                .toString();
        send(
            client,
            "PUT",
            to + (to.contains("?") ? "&" : "?") + "digest=" + digest,
            "application/octet-stream",
            config);
        int code =
            send(
                    client,
                    "PUT",
                    repository + "/manifests/1",
                    "application/vnd.oci.image.manifest.v1+json",
                    manifest)
                .statusCode();
        assertEquals(201, code);
      }
    }
  }

  private static HttpResponse<Void> send(
      HttpClient client, String method, String url, String type, byte[] body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.discarding());
  }
}
