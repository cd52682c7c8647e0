package dev.mooring.registry.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.layer.table.TablePlace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What leads from an image to the zTOC of a layer: whatever isn't as it has to be, is not
// believed.
@Timeout(30)
final class SociIndexTest {
  @TempDir Path folder;
  private final CountedBlobs blobs = new CountedBlobs();

  private static MadeZtoc made() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("etc/hosts", "127.0.0.1 localhost\n".getBytes(StandardCharsets.UTF_8));
    files.put("etc/motd", "hello ".repeat(300).getBytes(StandardCharsets.UTF_8));
    return MadeZtoc.of(files, 1500);
  }

  private LayerTable table(Descriptor layer) throws Exception {
    blobs.forget();
    return new IndexedLayers(Files.createTempDirectory(folder, "cache"))
        .table(blobs, layer, each -> {}, Progress.none());
  }

  /// The layer's own tar was read, after whatever was read of the zTOC.
  private void takesTheSlowWay(Descriptor layer) throws Exception {
    int before = blobs.asked(layer);
    LayerTable table = table(layer);
    assertEquals(1, blobs.asked(layer) - before, "the layer was read");
    assertTrue(table.entries().stream().anyMatch(each -> each.path().equals("etc/hosts")));
    assertEquals(0, blobs.unclosed.get());
  }

  @Test
  void anIndexOfVersionOneIsNotBelieved() throws Exception {
    MadeZtoc made = made();
    Descriptor layer = made.in(blobs);
    Map<String, Object> ztoc = SociLayers.entry(blobs.put(SociLayers.ZTOC, made.ztoc()), layer);
    takesTheSlowWay(
        SociLayers.named(blobs, layer, "application/vnd.amazon.soci.index.v1+json", List.of(ztoc)));
  }

  @Test
  void whatNobodyNamesIsNotLookedFor() throws Exception {
    MadeZtoc made = made();
    made.in(blobs);
    takesTheSlowWay(blobs.put(SociLayers.GZIP, made.blob));
    assertEquals(0, blobs.finds.get());
  }

  @Test
  void anIndexThatHasNoneForTheLayerIsOfNoUse() throws Exception {
    MadeZtoc made = made();
    Descriptor layer = made.in(blobs);
    Descriptor ztoc = blobs.put(SociLayers.ZTOC, made.ztoc());
    Map<String, Object> right = SociLayers.entry(ztoc, layer);
    takesTheSlowWay(SociLayers.named(blobs, layer, SociLayers.INDEX, List.of()));
    takesTheSlowWay(
        SociLayers.named(blobs, layer, SociLayers.INDEX, List.of(SociLayers.entry(ztoc, ztoc))));
    // Beside zTOCs there are lists of what to read first.
    Descriptor first =
        blobs.put("application/vnd.amazon.soci.prefetch.v1+json", new byte[] {'{', '}'});
    takesTheSlowWay(
        SociLayers.named(blobs, layer, SociLayers.INDEX, List.of(SociLayers.entry(first, layer))));
    Descriptor both =
        SociLayers.named(
            blobs, layer, SociLayers.INDEX, List.of(SociLayers.entry(first, layer), right));
    int before = blobs.asked(both);
    table(both);
    assertEquals(0, blobs.asked(both) - before);
  }

  @Test
  void ofTwoTablesNoneIsBelieved() throws Exception {
    MadeZtoc made = made();
    Descriptor layer = made.in(blobs);
    Map<String, Object> right = SociLayers.entry(blobs.put(SociLayers.ZTOC, made.ztoc()), layer);
    made.files.removeLast();
    Map<String, Object> other = SociLayers.entry(blobs.put(SociLayers.ZTOC, made.ztoc()), layer);
    takesTheSlowWay(SociLayers.named(blobs, layer, SociLayers.INDEX, List.of(right, other)));
    Descriptor stargz =
        CarriedLayers.annotated(
            layer,
            Map.of(
                Manifest.SOCI_INDEX,
                layer.raw().at("annotations", Manifest.SOCI_INDEX).textOrEmpty(),
                CarriedLayers.STARGZ,
                "sha256:" + "1".repeat(64)));
    assertFalse(TablePlace.of(stargz).isPresent());
    takesTheSlowWay(stargz);
  }

  @Test
  void aTableWithoutItsDigestIsNotBelieved() throws Exception {
    MadeZtoc made = made();
    Descriptor layer = made.in(blobs);
    Descriptor ztoc = blobs.put(SociLayers.ZTOC, made.ztoc());
    made.files.getFirst().name = "etc/hostz";
    blobs.change(ztoc, made.ztoc());
    takesTheSlowWay(layer);
    // It ends early, or is more than anybody reads.
    blobs.change(ztoc, new byte[7]);
    takesTheSlowWay(layer);
    for (long size : new long[] {0, 1, 1L << 30, Long.MAX_VALUE}) {
      Descriptor said = Descriptor.of(ztoc.mediaType(), ztoc.digest(), size);
      takesTheSlowWay(
          SociLayers.named(blobs, layer, SociLayers.INDEX, List.of(SociLayers.entry(said, layer))));
    }
    for (String digest : List.of("sha256:" + Digests.of(new byte[3]).hex(), "md5:0", "", "x")) {
      takesTheSlowWay(CarriedLayers.annotated(layer, Map.of(Manifest.SOCI_INDEX, digest)));
    }
  }

  @Test
  void aTableOfAnotherLayerShowsNothingOfThisOne() throws Exception {
    MadeZtoc made = made();
    Descriptor layer = made.in(blobs);
    for (int i = 0; i < made.blob.length - 10; i++) {
      made.blob[i + 10] ^= 1;
    }
    Descriptor other = blobs.put(SociLayers.GZIP, made.blob);
    Descriptor named =
        SociLayers.named(
            blobs,
            other,
            SociLayers.INDEX,
            List.of(SociLayers.entry(blobs.put(SociLayers.ZTOC, made().ztoc()), other)));
    assertEquals(layer.size(), named.size());
    IndexedLayers layers = new IndexedLayers(folder.resolve("other"));
    LayerEntry file = layers.table(blobs, named, each -> {}, Progress.none()).entries().getFirst();
    MooringException refused =
        assertThrows(MooringException.class, () -> layers.open(blobs, named, file));
    assertEquals(Code.DIGEST_MISMATCH, refused.problem().code());
  }

  @Test
  void anotherManifestsTableOfTheSameLayerIsNotTakenForIt() throws Exception {
    MadeZtoc made = made();
    Descriptor layer = made.in(blobs);
    made.files.getFirst().name = "lie";
    Descriptor lying = made.in(blobs);
    assertEquals(layer.digest(), lying.digest());
    IndexedLayers layers = new IndexedLayers(folder.resolve("shared"));
    assertEquals("lie", first(layers, lying));
    assertEquals("etc/hosts", first(layers, layer));
    assertEquals("lie", first(new IndexedLayers(folder.resolve("shared")), lying));
    // Who compares images reads what there is.
    assertEquals("etc/hosts", first(layers.whole(), lying));
  }

  private String first(Layers layers, Descriptor layer) throws InterruptedException {
    return layers.table(blobs, layer, each -> {}, Progress.none()).entries().getFirst().path();
  }
}
