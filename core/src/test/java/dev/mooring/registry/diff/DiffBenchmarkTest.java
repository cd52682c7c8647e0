package dev.mooring.registry.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Progress;
import dev.mooring.platform.BlockInput;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSink;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.LocalRegistry;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.Measured;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.layer.IndexedLayers;
import dev.mooring.registry.tree.ChosenImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares two images of 500 MB that share all but 20 MB, as Mooring does and by `crane export`,
/// `tar`, and `diff`.
@Tag("bench")
final class DiffBenchmarkTest {
  private static final int MEGABYTE = 1_000_000;
  private static final int FILE = 50_000;

  @TempDir Path folder;

  @Test
  void littleIsTransferredOfImagesThatShareMost() throws Exception {
    Assumptions.assumeTrue(
        Measured.isPossible()
            && Stream.of("registry", "crane", "tar", "diff").allMatch(LocalRegistry::isOnPath));
    try (LocalRegistry program = LocalRegistry.start(folder.resolve("registry"));
        HttpRegistry registry = new HttpRegistry(program.uri(), null)) {
      ImageSink sink = registry.sink("bench/app");
      List<Object> base = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        base.add(store(sink, layer("base" + i, i, i, 120)));
      }
      image(sink, base, layer("app", 10, 10, 10), "1");
      image(sink, base, layer("app", 10, 11, 10), "2");

      long started = System.nanoTime();
      AtomicLong read = new AtomicLong();
      ImageSource counted = new Counted(registry.source("bench/app"), read);
      ImageComparison comparison = new ImageComparison(new IndexedLayers(folder.resolve("index")));
      ImageDifference difference = compare(comparison, counted);
      long mooring = System.nanoTime() - started;
      assertEquals(100, difference.files().size());

      started = System.nanoTime();
      AtomicLong again = new AtomicLong();
      compare(comparison, new Counted(registry.source("bench/app"), again));
      long warm = System.nanoTime() - started;

      Measured process =
          Measured.run(
              Measured.java(
                  DiffProcess.class,
                  program.uri().toString(),
                  "bench/app",
                  folder.resolve("process").toString()));
      assertEquals("100", process.printed());

      long crane = 0;
      long memory = 0;
      for (String tag : List.of("1", "2")) {
        Path out = Files.createDirectories(folder.resolve(tag));
        String image = program.host() + "/bench/app:" + tag;
        Measured export =
            Measured.pipe("| tar -xf - -C " + out, "crane", "export", "--insecure", image, "-");
        crane += export.nanos();
        memory = Math.max(memory, export.memory());
      }
      Measured diff =
          Measured.pipe(
              "> /dev/null || true",
              "diff",
              "-rq",
              folder.resolve("1").toString(),
              folder.resolve("2").toString());
      crane += diff.nanos();
      memory = Math.max(memory, diff.memory());
      System.out.printf(
          "diff of 500 MB sharing all but 20 MB: mooring %d ms, %.1f MB; again %d ms, %.1f MB; as a"
              + " process %s; crane export and diff -r %d ms, 980 MB, at most %d MiB; ratio"
              + " %.1f%n",
          mooring / 1_000_000,
          read.get() / 1e6,
          warm / 1_000_000,
          again.get() / 1e6,
          process.words(),
          crane / 1_000_000,
          memory >> 10,
          (double) crane / mooring);
      assertTrue(read.get() < 25L * MEGABYTE, read::toString);
    }
  }

  private static ImageDifference compare(ImageComparison comparison, ImageSource source)
      throws InterruptedException {
    return comparison.compare(
        new ComparedImage(source, ChosenImage.of(source, "1", Optional.empty())),
        new ComparedImage(source, ChosenImage.of(source, "2", Optional.empty())),
        Question.semantic(),
        Progress.none());
  }

  /// The second half of its files depends on the second seed.
  private static byte[] layer(String name, int seed, int other, int megabytes) {
    MadeLayer layer = new MadeLayer();
    int files = megabytes * MEGABYTE / FILE;
    Random first = new Random(seed);
    Random second = new Random(other);
    for (int i = 0; i < files; i++) {
      byte[] content = new byte[FILE];
      (i < files / 2 ? first : second).nextBytes(content);
      layer.file(name + "/file" + i, content);
    }
    return layer.gzip();
  }

  private static Map<String, Object> store(ImageSink sink, byte[] content) throws Exception {
    Descriptor blob =
        Descriptor.of(
            "application/vnd.oci.image.layer.v1.tar+gzip", Digests.of(content), content.length);
    sink.store(blob, offset -> rest(content, offset), moved -> {});
    return blob.raw().map();
  }

  private static InputStream rest(byte[] content, long offset) {
    return new ByteArrayInputStream(content, (int) offset, content.length);
  }

  private static void image(ImageSink sink, List<Object> base, byte[] layer, String tag)
      throws Exception {
    List<Object> layers = new ArrayList<>(base);
    layers.add(store(sink, layer));
    byte[] config =
        Documents.jsonBytes(Document.of(Map.of("os", "linux", "architecture", "amd64")));
    Descriptor described =
        Descriptor.of(
            "application/vnd.oci.image.config.v1+json", Digests.of(config), config.length);
    sink.store(described, offset -> rest(config, offset), moved -> {});
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
    manifest.put("config", described.raw().map());
    manifest.put("layers", layers);
    sink.store(Manifest.of(Document.of(manifest)), tag);
  }

  private static final class Counted extends ForwardingSource {
    private final AtomicLong read;

    Counted(ImageSource source, AtomicLong read) {
      super(source);
      this.read = read;
    }

    @Override
    public InputStream open(Descriptor blob, long offset, long length)
        throws IOException, InterruptedException {
      InputStream in = source().open(blob, offset, length);
      return new BlockInput() {
        @Override
        public int read(byte[] into, int from, int most) throws IOException {
          int some = in.read(into, from, most);
          read.addAndGet(Math.max(0, some));
          return some;
        }

        @Override
        public void close() throws IOException {
          in.close();
        }
      };
    }
  }
}
