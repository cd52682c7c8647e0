package dev.mooring.desktop.app;

import dev.mooring.engine.Engine;
import dev.mooring.job.Progress;
import dev.mooring.practice.PracticeCluster;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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
