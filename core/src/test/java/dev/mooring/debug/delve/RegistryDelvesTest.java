package dev.mooring.debug.delve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Digests;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.archive.TarLayout;
import dev.mooring.registry.client.HttpRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody else put into the registry, who may be anybody.
final class RegistryDelvesTest {
  private static final DelveNeed NEED = new DelveNeed("go1.26.8", "amd64");
  private static final String SKAFFOLD = "k8s-skaffold/skaffold-debug-support/go";

  @TempDir Path folder;
  private TinyRegistry registry;
  private HttpRegistry client;

  @BeforeEach
  void start() throws IOException {
    registry = new TinyRegistry();
    client = new HttpRegistry(registry.uri(), null);
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  @Test
  void whatOneLaptopStoredAnotherOneGets() throws Exception {
    byte[] program = program(62, 1);
    assertTrue(store("1.27.2", program));
    assertEquals(List.of("1.27.2-amd64"), registry.tagsOf("mooring/delve"));
    DelveBinary found = find(laptop("bob")).orElseThrow();
    assertArrayEquals(program, found.bytes());
    assertEquals("Delve 1.27.2 from the cluster's registry", found.words());
    assertEquals(Optional.empty(), find(laptop("bob"), new DelveNeed("go1.23.4", "amd64")));
    assertEquals(Optional.empty(), find(laptop("bob"), new DelveNeed("go1.26.8", "arm64")));
  }

  /// So that what two laptops store alike has one digest: maps of the JDK have no order.
  @Test
  void theSameDelveMakesTheSameImage() throws Exception {
    DelveImage image = DelveImage.of(program(62, 1), "amd64");
    String manifest = new String(image.manifest().bytes(), StandardCharsets.UTF_8);
    assertTrue(
        manifest.matches(
            "\\{\"schemaVersion\":2,\"mediaType\":[^,]+,\"config\":\\{\"mediaType\":[^,]+,\"size\":\\d+,"
                + "\"digest\":[^,]+},\"layers\":\\[\\{\"mediaType\":[^,]+,\"size\":\\d+,\"digest\":[^,]+}]}"),
        manifest);
  }

  @Test
  void theNewestThatFitsIsTaken() throws Exception {
    store("1.26.2", program(62, 1));
    byte[] newer = program(62, 2);
    store("1.27.2", newer);
    store("1.29.0", program(62, 3));
    assertArrayEquals(newer, find(laptop("bob")).orElseThrow().bytes());
  }

  @Test
  void whatIsThereIsNotReplaced() throws Exception {
    byte[] first = program(62, 1);
    store("1.27.2", first);
    assertFalse(store("1.27.2", program(62, 2)));
    assertArrayEquals(first, find(laptop("bob")).orElseThrow().bytes());
  }

  @Test
  void whatWasFetchedStaysWhateverTheTagNamesLater() throws Exception {
    byte[] first = program(62, 1);
    store("1.27.2", first);
    find(laptop("bob"));
    image("mooring/delve", "1.27.2-amd64", layer("dbg/go/bin/dlv", program(62, 666)));
    KeptDelves kept = new KeptDelves(folder.resolve("bob"));
    assertArrayEquals(first, kept.find(NEED, Progress.none()).orElseThrow().bytes());
  }

  @Test
  void aLayerThatDoesNotHaveItsDigestIsRefused() throws Exception {
    byte[] layer = layer("dbg/go/bin/dlv", program(62, 1));
    image("mooring/delve", "1.27.2-amd64", layer);
    byte[] other = layer("dbg/go/bin/dlv", program(62, 2));
    instead(layer, java.util.Arrays.copyOf(other, layer.length));
    assertTrue(refused().why().contains("doesn't match its digest"));
  }

  @Test
  void aLayerThatIsLongerThanItSaysIsRefused() throws Exception {
    byte[] layer = layer("dbg/go/bin/dlv", program(62, 1));
    image("mooring/delve", "1.27.2-amd64", layer);
    instead(layer, java.util.Arrays.copyOf(layer, layer.length + 100_000));
    assertTrue(refused().why().contains("longer"));
  }

  @Test
  void aLayerThatIsTooLargeIsNotRead() throws Exception {
    byte[] layer = layer("dbg/go/bin/dlv", program(62, 1));
    image("mooring/delve", "1.27.2-amd64", layer, 1L << 40);
    assertTrue(refused().why().contains("too large"));
    assertEquals(0, registry.count("GET /v2/mooring/delve/blobs/"));
  }

  @Test
  void aProgramThatIsTooLargeOrNoneIsRefused() throws Exception {
    byte[] header = TarLayout.header("dbg/go/bin/dlv", 1L << 32);
    image("mooring/delve", "1.27.2-amd64", gzip(header));
    assertTrue(refused().why().contains("too large"));
    image("mooring/delve", "1.27.2-amd64", layer("dbg/go/bin/dlv", program(183, 1)));
    assertTrue(refused().why().contains("no program for linux/amd64"));
    image("mooring/delve", "1.27.2-amd64", layer("dbg/go/bin/dlv", new byte[100]));
    assertTrue(refused().why().contains("no program for linux/amd64"));
    image("mooring/delve", "1.27.2-amd64", layer("etc/passwd", new byte[100]));
    assertTrue(refused().why().contains("no file dbg/go/bin/dlv"));
    image("mooring/delve", "1.27.2-amd64", new byte[100]);
    refused();
  }

  @Test
  void skaffoldsHelperImageIsUsedWhereItIsMirrored() throws Exception {
    byte[] program = program(62, 1);
    image(SKAFFOLD, "latest", layer("duct-tape/go/bin/dlv", program));
    DelveBinary found = find(laptop("bob")).orElseThrow();
    assertArrayEquals(program, found.bytes());
    assertEquals("Delve of image " + SKAFFOLD + ":latest", found.words());
  }

  @Test
  void aClusterWithoutARegistryHasNone() throws Exception {
    assertEquals(Optional.empty(), find(laptop("bob", Optional::empty)));
  }

  @Test
  void aRegistryThatDoesNotAnswerCostsFiveSeconds() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    long began = System.nanoTime();
    RegistryDelves hanging =
        laptop(
            "bob",
            () -> {
              never.await();
              return Optional.empty();
            });
    Problem problem = assertThrows(MooringException.class, () -> find(hanging)).problem();
    assertTrue(problem.why().contains("5 s"), problem::why);
    assertTrue(System.nanoTime() - began < Duration.ofSeconds(8).toNanos());
  }

  private Problem refused() throws IOException {
    RegistryDelves laptop = laptop("bob");
    Problem problem = assertThrows(MooringException.class, () -> find(laptop)).problem();
    Path kept = folder.resolve("bob");
    try (Stream<Path> all = Files.list(kept)) {
      assertEquals(List.of(), all.toList());
    }
    return problem;
  }

  private void instead(byte[] layer, byte[] answered) {
    String digest = Digests.of(layer).text();
    registry.twists.add(
        exchange -> {
          if (!exchange.getRequestURI().getPath().endsWith(digest)) {
            return false;
          }
          exchange.sendResponseHeaders(200, answered.length);
          exchange.getResponseBody().write(answered);
          return true;
        });
  }

  private boolean store(String version, byte[] program) throws Exception {
    Path file = folder.resolve("program");
    Files.write(file, program);
    return laptop("ana")
        .store(
            new GoBuild.Built(
                new DelveBinary(file, Digests.of(program), "Delve"), version, "amd64"));
  }

  private RegistryDelves laptop(String user) {
    return laptop(user, () -> Optional.of(new RegistryWay.Opened(client, () -> {})));
  }

  private RegistryDelves laptop(String user, RegistryWay way) {
    Path directory = folder.resolve(user);
    return new RegistryDelves(way, new Workplace(directory), new KeptDelves(directory));
  }

  private static Optional<DelveBinary> find(RegistryDelves laptop) throws InterruptedException {
    return find(laptop, NEED);
  }

  private static Optional<DelveBinary> find(RegistryDelves laptop, DelveNeed need)
      throws InterruptedException {
    return laptop.find(need, Progress.none());
  }

  private void image(String repository, String tag, byte[] layer) {
    image(repository, tag, layer, layer.length);
  }

  private void image(String repository, String tag, byte[] layer, long size) {
    byte[] config = "{}".getBytes(StandardCharsets.US_ASCII);
    registry.blob(layer);
    registry.blob(config);
    registry.manifest(
        repository,
        tag,
        MediaTypes.OCI_MANIFEST,
        Documents.jsonBytes(
            Document.of(
                Map.of(
                    "schemaVersion",
                    2,
                    "mediaType",
                    MediaTypes.OCI_MANIFEST,
                    "config",
                    descriptor("application/vnd.oci.image.config.v1+json", config, config.length),
                    "layers",
                    List.of(
                        descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer, size))))));
  }

  private static Map<String, Object> descriptor(String type, byte[] content, long size) {
    return Map.of("mediaType", type, "digest", Digests.of(content).text(), "size", size);
  }

  private static byte[] layer(String name, byte[] program) throws IOException {
    TarLayout files = TarLayout.executable();
    files.add("other", new byte[700]);
    files.add(name, program);
    return gzip(files.bytes());
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  /// @param machine as ELF counts: 62 for amd64, 183 for arm64
  private static byte[] program(int machine, int seed) {
    byte[] program = new byte[70_000];
    new Random(seed).nextBytes(program);
    program[0] = 0x7f;
    program[1] = 'E';
    program[2] = 'L';
    program[3] = 'F';
    program[18] = (byte) machine;
    program[19] = 0;
    return program;
  }
}
