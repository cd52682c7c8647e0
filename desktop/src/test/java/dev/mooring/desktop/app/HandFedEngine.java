package dev.mooring.desktop.app;

import dev.mooring.engine.Engine;
import dev.mooring.engine.InspectedImage;
import dev.mooring.job.Progress;
import dev.mooring.practice.PracticeCluster;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A local Docker with two images, both the sample one.
final class HandFedEngine implements Engine {
  @Override
  public String description() {
    return "Docker of a test";
  }

  @Override
  public List<LocalImage> images() {
    return List.of(
        new LocalImage(
            "sha256:" + "1".repeat(64),
            List.of("ana/app:1.4"),
            84_100_000,
            Instant.now().minus(Duration.ofDays(3))),
        new LocalImage(
            "sha256:" + "2".repeat(64),
            List.of("registry.example/tools/lint:latest"),
            7_300_000,
            null));
  }

  @Override
  public InspectedImage inspect(String image) {
    if (!image.equals("ana/app:1.4")) {
      return new InspectedImage(
          "sha256:" + "2".repeat(64),
          List.of(image),
          List.of(),
          "",
          7_300_000,
          Optional.empty(),
          "",
          1,
          new InspectedImage.Run(List.of(), List.of(), List.of(), "", "", List.of(), List.of()),
          Map.of(),
          List.of());
    }
    Instant then = Instant.now().minus(Duration.ofDays(3));
    return new InspectedImage(
        "sha256:" + "1".repeat(64),
        List.of(image),
        List.of("ana/app@sha256:" + "a".repeat(64)),
        "linux/amd64",
        84_100_000,
        Optional.of(then),
        "",
        2,
        new InspectedImage.Run(
            List.of("/bin/app"),
            List.of("--serve"),
            List.of("PATH=/bin", "MODE=fast\u001b[31m"),
            "65532",
            "/srv",
            List.of("8080/tcp"),
            List.of()),
        Map.of("org.opencontainers.image.version", "1.4"),
        List.of(
            new InspectedImage.Step(
                "/bin/sh -c #(nop) ADD file:base in / ", "", Optional.of(then), 80_000_000),
            new InspectedImage.Step(
                "COPY app /bin/app # buildkit",
                "buildkit.dockerfile.v0",
                Optional.of(then),
                4_100_000),
            new InspectedImage.Step("CMD [\"--serve\"]", "", Optional.of(then), 0)));
  }

  @Override
  public void save(String image, Path archive, Progress progress) {
    try {
      PracticeCluster.writeSampleImage(archive);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String platform() {
    return "linux/amd64";
  }

  @Override
  public Loaded load(String name, Archive archive) throws InterruptedException {
    archive.writeTo(OutputStream.nullOutputStream());
    return new Loaded("sha256:3", List.of());
  }

  @Override
  public void close() {}
}
