package dev.mooring.registry.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What an image says of itself.
final class ImageDescriptionTest {

  /// An image with a configuration and a number of layers.
  private static ImageDescription of(String config, int layers) throws InterruptedException {
    return of(config, layers, MediaTypes.OCI_CONFIG, config);
  }

  private static ImageDescription of(String config, int layers, String type, String served)
      throws InterruptedException {
    byte[] bytes = config.getBytes(StandardCharsets.UTF_8);
    List<Object> named = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      named.add(
          Descriptor.of("application/x", Digests.of(new byte[] {(byte) i}), 100).raw().plain());
    }
    Manifest manifest =
        Manifest.of(
            Document.of(
                Map.of(
                    "mediaType",
                    MediaTypes.OCI_MANIFEST,
                    "config",
                    Descriptor.of(type, Digests.of(bytes), bytes.length).raw(),
                    "layers",
                    named)));
    return ImageDescription.of(
        new Tables() {
          @Override
          public InputStream open(Descriptor blob, long offset) {
            return new ByteArrayInputStream(served.getBytes(StandardCharsets.UTF_8));
          }
        },
        manifest);
  }

  @Test
  void theConfigurationIsReadAsItIsWritten() throws InterruptedException {
    ImageDescription image =
        of(
            """
            {"os":"linux","architecture":"arm64","variant":"v8","created":"2026-03-01T10:00:00Z",
             "author":"ana","config":{"Entrypoint":["/app"],"Cmd":["-v"],"Env":["A=1","B=2"],
             "User":"10","WorkingDir":"/srv","ExposedPorts":{"80/tcp":{},"53/udp":{}},
             "Volumes":{"/data":{}},"Labels":{"k":"v"},"StopSignal":"SIGQUIT"}}
            """,
            2);
    assertEquals("linux/arm64/v8", image.platform().toString());
    assertEquals("2026-03-01T10:00:00Z", image.created().orElseThrow().toString());
    assertEquals(List.of("/app"), image.entrypoint());
    assertEquals(List.of("-v"), image.command());
    assertEquals(List.of("A=1", "B=2"), image.environment());
    assertEquals(List.of("80/tcp", "53/udp"), image.ports());
    assertEquals(List.of("/data"), image.volumes());
    assertEquals(Map.of("k", "v"), image.labels());
    assertEquals(
        "10 /srv SIGQUIT ana",
        String.join(
            " ", image.user(), image.workingDirectory(), image.stopSignal(), image.author()));
    assertEquals(200 + image.configBytes().length, image.size());
    assertEquals("", image.artifactType());
    assertEquals(2, image.steps().size());
    assertFalse(image.isHistoryOdd(), "no history is no odd history");
  }

  @Test
  void theHistoryIsJoinedWithTheLayersThatItsStepsMade() throws InterruptedException {
    ImageDescription image =
        of(
            """
            {"history":[{"created_by":"ADD x / # buildkit","created":"1970-01-01T00:00:00Z"},
             {"created_by":"ENV A=1","empty_layer":true},{"created_by":"RUN make"}]}
            """,
            2);
    assertEquals(
        List.of(Optional.of(0), Optional.<Integer>empty(), Optional.of(1)),
        image.steps().stream().map(BuildStep::layer).toList());
    assertEquals(Optional.empty(), image.steps().getFirst().created());
    assertFalse(image.isHistoryOdd());
  }

  @Test
  void aHistoryThatDoesNotFitTheLayersIsShownAndSaid() throws InterruptedException {
    String two = "{\"history\":[{\"created_by\":\"a\"},{\"created_by\":\"b\"}]}";
    ImageDescription more = of(two, 1);
    assertTrue(more.isHistoryOdd());
    assertEquals(Optional.empty(), more.steps().getLast().layer());
    ImageDescription fewer = of(two, 3);
    assertTrue(fewer.isHistoryOdd());
    assertEquals(3, fewer.steps().size());
    assertEquals("", fewer.steps().getLast().instruction());
    assertEquals(Optional.of(2), fewer.steps().getLast().layer());
  }

  @Test
  void aConfigurationThatIsNotItsDigestIsRefused() {
    MooringException other =
        assertThrows(
            MooringException.class, () -> of("{\"a\":1}", 0, MediaTypes.OCI_CONFIG, "{\"a\":2}"));
    assertEquals(Code.DIGEST_MISMATCH, other.problem().code());
    assertThrows(
        MooringException.class, () -> of("{\"a\":1} ", 0, MediaTypes.OCI_CONFIG, "{\"a\":1}"));
    assertThrows(MooringException.class, () -> of("[1]", 0, MediaTypes.OCI_CONFIG, "[1]"));
  }

  @Test
  void whatARegistrySendsAfterTheConfigurationIsNoPartOfIt() throws InterruptedException {
    ImageDescription image = of("{\"a\":1}", 0, MediaTypes.OCI_CONFIG, "{\"a\":1}{\"a\":2}");
    assertEquals("1", String.valueOf(image.config().at("a")));
  }

  @Test
  void anArtifactHasAKindAndNoConfiguration() throws InterruptedException {
    ImageDescription chart = of("{}", 1, "application/vnd.cncf.helm.config.v1+json", "never read");
    assertEquals("application/vnd.cncf.helm.config.v1+json", chart.artifactType());
    assertTrue(chart.config().isNothing());
    assertEquals(1, chart.steps().size());
  }

  @Test
  void whatBuildersWriteBecomesLinesOfADockerfile() {
    Map<String, String> written =
        Documents.json(
                """
                {"/bin/sh -c #(nop)  CMD [\\"nginx\\" \\"-g\\" \\"daemon off;\\"]":"CMD [\\"nginx\\", \\"-g\\", \\"daemon off;\\"]",
                 "/bin/sh -c #(nop) ADD file:0123456789ab0123456789ab0123456789ab0123456789ab0123456789ab0123 in / ":"ADD file:0123456789ab /",
                 "/bin/sh -c apt-get update":"RUN apt-get update",
                 "|2 A=1 B=2 3 /bin/sh -c make all":"RUN make all",
                 "RUN |1 V=1 /bin/sh -c make # buildkit":"RUN make",
                 "RUN /bin/bash -o pipefail -c a | b # buildkit":"RUN a | b",
                 "RUN /bin/sh -c echo '# buildkit' # buildkit":"RUN echo '# buildkit'",
                 "RUN go build ./...":"RUN go build ./...",
                 "COPY /src /dst # buildkit":"COPY /src /dst",
                 "EXPOSE map[80/tcp:{} 443/tcp:{}]":"EXPOSE 80/tcp 443/tcp",
                 "EXPOSE [80/tcp]":"EXPOSE 80/tcp",
                 "VOLUME [/data]":"VOLUME /data",
                 "ENV A=[1]":"ENV A=[1]",
                 "WORKDIR /app":"WORKDIR /app",
                 "cmd /S /C #(nop) WORKDIR C:\\\\app":"WORKDIR C:\\\\app",
                 "bazel build ...":"# bazel build ...",
                 "":""}
                """,
                "test")
            .strings();
    written.forEach((raw, clean) -> assertEquals(clean, Instructions.clean(raw)));
    assertEquals(
        "# made by ko",
        new BuildStep("", "made by ko", Optional.empty(), Optional.empty()).instruction());
  }

  @Test
  void longCommandsAreBrokenWhereTheirAuthorsBrokeThem() {
    assertEquals(
        List.of("RUN set -eux; \\", "    apt-get update; \\", "    rm -r /x"),
        Instructions.lines("RUN set -eux; \tapt-get update; \t\trm -r /x"));
    assertEquals(
        List.of("RUN a \\", "    && b \\", "    && c"), Instructions.lines("RUN a && b   && c"));
    assertEquals(
        List.of("RUN <<EOF", "a && b", "EOF"), Instructions.lines("RUN <<EOF\na && b\nEOF"));
    assertEquals(List.of("CMD a && b"), Instructions.lines("CMD a && b"));
    assertEquals(List.of(), Instructions.lines(""));
  }
}
