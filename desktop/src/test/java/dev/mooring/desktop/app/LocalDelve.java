package dev.mooring.desktop.app;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A Go program on this machine with a Delve attached to it, where the machine has both.
final class LocalDelve implements AutoCloseable {
  private final Process program;
  private final Process delve;
  private final int listens;
  private final int serves;

  private LocalDelve(Process program, Process delve, int listens, int serves) {
    this.program = program;
    this.delve = delve;
    this.listens = listens;
    this.serves = serves;
  }

  /// Whether this machine has what a session with a real Delve takes.
  static boolean isThere() {
    return dlv().isPresent() && go().isPresent();
  }

  static Optional<Path> dlv() {
    return found("dlv", System.getenv("MOORING_DLV"), home("go/bin/dlv"));
  }

  static Optional<Path> go() {
    return found("go", System.getenv("MOORING_GO"), "/usr/local/go/bin/go");
  }

  private static String home(String path) {
    return System.getProperty("user.home") + "/" + path;
  }

  private static Optional<Path> found(String name, String... places) {
    Stream<String> inPath =
        Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(each -> each + "/" + name);
    return Stream.concat(Stream.of(places), inPath)
        .filter(each -> each != null && !each.isBlank())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Builds the program of the directory, runs it, and attaches.
  ///
  /// @param workers goroutines that wait
  static LocalDelve attach(Path module, int workers, String... flags)
      throws IOException, InterruptedException {
    int serves = freePort();
    int listens = freePort();
    Path binary = module.resolve("program");
    List<String> build =
        Stream.of(
                Stream.of(go().orElseThrow().toString(), "build", "-o", binary.toString()),
                Stream.of(flags),
                Stream.of("."))
            .flatMap(each -> each)
            .toList();
    Process built = start(module, "build.log", build);
    if (!built.waitFor(120, TimeUnit.SECONDS) || built.exitValue() != 0) {
      throw new AssertionError(Files.readString(module.resolve("build.log")));
    }
    Process program =
        start(
            module,
            "program.log",
            List.of(binary.toString(), String.valueOf(serves), String.valueOf(workers)));
    awaitPort(serves);
    Process delve =
        start(
            module,
            "delve.log",
            List.of(
                dlv().orElseThrow().toString(),
                "attach",
                String.valueOf(program.pid()),
                "--headless",
                "--accept-multiclient",
                "--continue",
                "--api-version=2",
                "--listen=127.0.0.1:" + listens));
    awaitPort(listens);
    return new LocalDelve(program, delve, listens, serves);
  }

  private static Process start(Path in, String log, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(in.toFile());
    builder.environment().put("CGO_ENABLED", "0");
    builder.environment().put("GOFLAGS", "-buildvcs=false -mod=mod");
    builder.redirectErrorStream(true).redirectOutput(in.resolve(log).toFile());
    return builder.start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitPort(int port) {
    Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(30))
        .until(
            () -> {
              try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
              } catch (IOException e) {
                return false;
              }
            });
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), listens);
  }

  /// Asks the program, and doesn't wait for the answer.
  void get(String path) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (HttpClient client = HttpClient.newHttpClient()) {
                client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + serves + path)).build(),
                    HttpResponse.BodyHandlers.discarding());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @Override
  public void close() throws InterruptedException {
    delve.destroy();
    delve.waitFor(10, TimeUnit.SECONDS);
    program.destroyForcibly();
    program.waitFor(10, TimeUnit.SECONDS);
  }
}
