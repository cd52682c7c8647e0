package dev.mooring.debug.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.PipeStream;
import dev.mooring.debug.inspect.DelveClient;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Delve's answers have the form that Delve 1.27.1 gave for a program of this shape.
final class SourceCheckTest {
  private static final String MODULE = "example.com/hello";
  private static final Map<String, String> FUNCTIONS =
      Map.of(
          "main.main",
          "/src/hello/main.go:5",
          "main.(*greeter).greet",
          "/src/hello/main.go:3",
          MODULE + "/internal/names.Of",
          "/src/hello/internal/names/names.go:4");

  @TempDir Path checkout;

  @Test
  void sourcesOfTheProgramFit() throws Exception {
    write("main.go", "package main\n\nfunc (g *greeter) greet() {}\n\nfunc main() {\n}\n");
    write("internal/names/names.go", "package names\n\n// Of names.\nfunc Of() string {\n");
    SourceCheck.Result result = compare();
    assertTrue(result.fits(), result::toString);
    assertEquals(3, result.compared());
  }

  @Test
  void aFunctionThatMovedShowsAnotherVersion() throws Exception {
    write("main.go", "package main\n\n\nfunc (g *greeter) greet() {}\n\nfunc main() {\n}\n");
    write("internal/names/names.go", "package names\n\n// Of names.\nfunc Of() string {\n");
    assertEquals(List.of("/src/hello/main.go"), compare().changed());
  }

  @Test
  void aFileThatTheCheckoutLacksIsNamed() throws Exception {
    write("main.go", "package main\n\nfunc (g *greeter) greet() {}\n\nfunc main() {\n}\n");
    SourceCheck.Result result = compare();
    assertEquals(List.of("/src/hello/internal/names/names.go"), result.missing());
    assertFalse(result.fits());
  }

  @Test
  void aPathOfTheProgramLeadsNowhereOutsideOfTheCheckout() {
    SourceMapping mapping = mapping();
    assertEquals(
        Optional.of(checkout.resolve("main.go")), SourceCheck.local(mapping, "/src/hello/main.go"));
    for (String each :
        List.of(
            "/src/hello/../../etc/passwd",
            "/src/hello/a/../../b",
            "/etc/passwd",
            "/src/helloworld/main.go",
            "/src/hello/\0")) {
      assertEquals(Optional.empty(), SourceCheck.local(mapping, each), each);
    }
  }

  private SourceMapping mapping() {
    return new SourceMapping(List.of(new SourceMapping.Rule(checkout.toString(), "/src/hello")));
  }

  private void write(String name, String content) throws IOException {
    Path file = checkout.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private SourceCheck.Result compare() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept();
        DelveClient delve =
            new DelveClient(
                new PipeStream(socket.getInputStream(), socket.getOutputStream(), socket))) {
      Thread.ofVirtual().start(() -> serve(accepted));
      return new SourceCheck(delve, mapping()).compare(MODULE);
    }
  }

  private static void serve(Socket socket) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Document request = Documents.json(line.getBytes(StandardCharsets.UTF_8), "the test");
        String answer =
            "{\"id\":%s,\"result\":%s,\"error\":null}\n"
                .formatted(request.at("id").textOrEmpty(), result(request));
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // the test has seen enough
    }
  }

  private static String result(Document request) {
    if (request.at("method").textOrEmpty().endsWith("ListFunctions")) {
      return "{\"Funcs\":[\"main.main\",\"main.main.func1\",\"main.(*greeter).greet\",\""
          + MODULE
          + "/internal/names.Of\"]}";
    }
    String at = FUNCTIONS.get(request.at("params").items().getFirst().at("Loc").textOrEmpty());
    String[] place = at.split(":", -1);
    return "{\"Locations\":[{\"pc\":1,\"file\":\"%s\",\"line\":%s}]}".formatted(place[0], place[1]);
  }
}
