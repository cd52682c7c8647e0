package dev.mooring.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.debug.image.MadeImage;
import dev.mooring.debug.image.MadeImage.Layer;
import dev.mooring.tunnel.LabProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Images of small programs, built by the Go and the JDK of this machine, on every node of the lab.
final class VerdictImages {
  private static final String IDLE =
      """
      package main

      import "time"

      func main() {
      	for {
      		time.Sleep(time.Hour)
      	}
      }
      """;
  private static final String IDLE_BY_C =
      """
      package main

      // #include <unistd.h>
      import "C"

      func main() {
      	for {
      		C.sleep(3600)
      	}
      }
      """;
  private static final Path GO =
      Stream.of("/usr/local/go/bin/go", "/usr/bin/go", "/usr/lib/go/bin/go")
          .map(Path::of)
          .filter(Files::isExecutable)
          .findFirst()
          .orElse(Path.of(""));

  private final LabProgram lab;
  private final Path folder;

  VerdictImages(LabProgram lab, Path folder) {
    Assumptions.assumeTrue(Files.isExecutable(GO), "no Go to build programs with");
    this.lab = lab;
    this.folder = folder;
  }

  static String name(String image) {
    return "lab.test/" + repository(image) + ":1";
  }

  static String repository(String image) {
    return "verdict-" + image;
  }

  Path archive(String image) {
    return folder.resolve(image + ".tar");
  }

  void make() throws IOException, InterruptedException {
    go("plain", List.of(), IDLE, Map.of("CGO_ENABLED", "0"));
    go("trimpath", List.of("-trimpath"), IDLE, Map.of("CGO_ENABLED", "0"));
    go("stripped", List.of("-ldflags=-s -w"), IDLE, Map.of("CGO_ENABLED", "0"));
    go("pie", List.of("-buildmode=pie"), IDLE, Map.of("CGO_ENABLED", "0"));
    go("cgo", List.of(), IDLE_BY_C, Map.of("CGO_ENABLED", "1"));
    go("arm64", List.of(), IDLE, Map.of("CGO_ENABLED", "0", "GOARCH", "arm64"));
    Layer programs = new Layer();
    for (String each : List.of("plain", "trimpath", "stripped", "pie", "cgo")) {
      add(programs, "/" + each, folder.resolve(each));
    }
    libraries(programs, folder.resolve("cgo"));
    image("go", "amd64", List.of("/plain"), programs);
    image("arm64", "arm64", List.of("/arm64"), file("/arm64", "arm64"));
    image("shell", "amd64", List.of("/app/start"), shell().link("app/start", "/plain"));
    Layer script = new Layer();
    add(script, "/bin/busybox", Path.of("/bin/busybox"));
    script.link("bin/sh", "busybox");
    script.file("start", text("#!/bin/sh\nexec /dlv exec --headless --listen=:40000 /plain\n"));
    add(script, "/plain", folder.resolve("plain"));
    image("script", "amd64", List.of("/start"), withDelve(script));
    jvm();
    lab.run(
        Stream.concat(
                Stream.of("load"),
                Stream.of("go", "arm64", "shell", "script", "jvm")
                    .map(each -> archive(each).toString()))
            .toArray(String[]::new));
  }

  private Layer file(String path, String program) throws IOException {
    Layer layer = new Layer();
    add(layer, path, folder.resolve(program));
    return layer;
  }

  /// A program and the few others that read what runs.
  private Layer shell() throws IOException {
    Layer layer = file("/plain", "plain");
    add(layer, "/bin/busybox", Path.of("/bin/busybox"));
    for (String each : List.of("cat", "dd", "readlink")) {
      layer.link("bin/" + each, "busybox");
    }
    return layer;
  }

  /// A program called dlv that only waits: what matters is how it was started.
  private Layer withDelve(Layer layer) throws IOException {
    add(layer, "/dlv", folder.resolve("plain"));
    for (String each : List.of("cat", "dd", "readlink")) {
      layer.link("bin/" + each, "busybox");
    }
    return layer;
  }

  private void jvm() throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("java.home"));
    Path source = Files.writeString(folder.resolve("Idle.java"), JAVA);
    run(Map.of(), home.resolve("bin/javac").toString(), "-d", folder.toString(), source.toString());
    Path jre = folder.resolve("jre");
    run(
        Map.of(),
        home.resolve("bin/jlink").toString(),
        "--add-modules=java.base,jdk.jdwp.agent",
        "--strip-debug",
        "--no-header-files",
        "--no-man-pages",
        "--output",
        jre.toString());
    Layer layer = new Layer();
    try (Stream<Path> all = Files.walk(jre)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        add(layer, "/jre/" + jre.relativize(each), each);
      }
    }
    add(layer, "/app/Idle.class", folder.resolve("Idle.class"));
    libraries(
        layer,
        jre.resolve("bin/java"),
        jre.resolve("lib/server/libjvm.so"),
        jre.resolve("lib/libjdwp.so"));
    image("jvm", "amd64", List.of("/jre/bin/java", "-cp", "/app", "Idle"), layer);
  }

  private static final String JAVA =
      """
      public class Idle {
        public static void main(String[] words) throws Exception {
          while (true) {
            Thread.sleep(1000);
          }
        }
      }
      """;

  private void image(String name, String architecture, List<String> entrypoint, Layer layer)
      throws IOException {
    new MadeImage()
        .with(layer)
        .starting(architecture, Map.of("Entrypoint", entrypoint))
        .write(archive(name), name(name), architecture);
  }

  private void go(String name, List<String> flags, String source, Map<String, String> more)
      throws IOException, InterruptedException {
    Path module = Files.createDirectories(folder.resolve("src-" + name));
    Files.writeString(module.resolve("go.mod"), "module lab.test/" + name + "\n\ngo 1.22\n");
    Files.writeString(module.resolve("main.go"), source);
    List<String> command =
        new ArrayList<>(List.of(GO.toString(), "build", "-C", module.toString()));
    command.addAll(flags);
    command.addAll(List.of("-o", folder.resolve(name).toString(), "."));
    Map<String, String> environment = new LinkedHashMap<>(more);
    environment.put("GOFLAGS", "-mod=mod");
    environment.put("GOTOOLCHAIN", "local");
    run(environment, command.toArray(String[]::new));
  }

  /// What the loader needs for programs of this machine.
  private static void libraries(Layer layer, Path... programs)
      throws IOException, InterruptedException {
    TreeSet<String> all = new TreeSet<>();
    for (Path each : programs) {
      String said = run(Map.of(), "ldd", each.toString());
      Pattern.compile("(/\\S+\\.so\\S*)")
          .matcher(said)
          .results()
          .map(MatchResult::group)
          .filter(path -> !path.startsWith("/var") && !path.contains("/jre/"))
          .forEach(all::add);
    }
    for (String each : all) {
      add(layer, each, Path.of(each));
    }
  }

  private static void add(Layer layer, String path, Path file) throws IOException {
    layer.file(path.substring(1), Files.readAllBytes(file));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> Arrays.toString(command) + ": " + said);
    return said;
  }
}
