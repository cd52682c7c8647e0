package dev.mooring.engine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import dev.mooring.engine.Engine;
import dev.mooring.engine.InspectedImage;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an engine says of one image, as Docker's API has it.
final class EngineInspectTest {
  private static final String CONFIG =
      """
      {"Id": "sha256:1", "RepoTags": ["ana/app:1"], "RepoDigests": ["ana/app@sha256:2"],
       "Created": "2026-03-01T10:00:00.5+01:00", "Author": "", "Architecture": "arm64",
       "Os": "linux", "Size": 4000, "RootFS": {"Type": "layers", "Layers": ["sha256:3"]},
       "Config": {"User": "65532", "ExposedPorts": {"8080/tcp": {}}, "Env": ["PATH=/bin"],
         "Cmd": ["--serve"], "Entrypoint": ["/bin/app"], "Volumes": {"/data": {}},
         "WorkingDir": "/srv", "Labels": {"b": "2", "a": "1"}}}
      """;
  private static final String HISTORY =
      """
      [{"Id": "sha256:1", "Created": 1772355600, "CreatedBy": "COPY app /bin/app", "Size": 4000,
        "Comment": "buildkit.dockerfile.v0", "Tags": ["ana/app:1"]},
       {"Id": "<missing>", "Created": 0, "CreatedBy": "CMD [\\"sh\\"]", "Size": 0, "Comment": ""}]
      """;

  private HttpServer server;
  private Engine engine;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    say("/version", 200, "{\"Version\": \"28\", \"ApiVersion\": \"1.48\"}");
    say("/v1.44/images/ana/app:1/json", 200, CONFIG);
    say("/v1.44/images/ana/app:1/history", 200, HISTORY);
    say("/v1.44/images/bare/json", 200, "{\"Id\": \"sha256:4\"}");
    say("/v1.44/images/bare/history", 200, "[]");
    say("/v1.44/images/none/json", 404, "{\"message\": \"No such image\"}");
    server.start();
    engine = DockerEngine.open("tcp://127.0.0.1:" + server.getAddress().getPort(), null);
  }

  @AfterEach
  void stop() {
    engine.close();
    server.stop(0);
  }

  private void say(String path, int status, String json) {
    server.createContext(
        path,
        exchange -> {
          byte[] body = json.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
  }

  @Test
  void whatTheEngineSaysIsReadTheFirstStepOfTheBuildFirst() throws Exception {
    assertEquals(
        new InspectedImage(
            "sha256:1",
            List.of("ana/app:1"),
            List.of("ana/app@sha256:2"),
            "linux/arm64",
            4000,
            Optional.of(Instant.parse("2026-03-01T09:00:00.5Z")),
            "",
            1,
            new InspectedImage.Run(
                List.of("/bin/app"),
                List.of("--serve"),
                List.of("PATH=/bin"),
                "65532",
                "/srv",
                List.of("8080/tcp"),
                List.of("/data")),
            Map.of("a", "1", "b", "2"),
            List.of(
                new InspectedImage.Step("CMD [\"sh\"]", "", Optional.empty(), 0),
                new InspectedImage.Step(
                    "COPY app /bin/app",
                    "buildkit.dockerfile.v0",
                    Optional.of(Instant.ofEpochSecond(1772355600)),
                    4000))),
        engine.inspect("ana/app:1"));
  }

  @Test
  void anImageThatSaysNothingOfItselfIsShownAllTheSame() throws Exception {
    InspectedImage bare = engine.inspect("bare");
    assertEquals("sha256:4", bare.id());
    assertEquals("", bare.platform());
    assertEquals(Optional.empty(), bare.created());
    assertEquals(List.of(), bare.steps());
  }

  @Test
  void oneThatIsGoneIsMissing() {
    assertEquals(
        Code.IMAGE_MISSING,
        assertThrows(MooringException.class, () -> engine.inspect("none")).problem().code());
  }
}
