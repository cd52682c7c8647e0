package dev.mooring.registry.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.layer.CarriedLayers.Made;
import dev.mooring.registry.tree.ChosenImage;
import dev.mooring.registry.tree.ImageTree;
import dev.mooring.registry.tree.TreeContent;
import dev.mooring.registry.tree.TreeFile;
import dev.mooring.registry.zstd.ZstdInput;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One image, packed in nine ways, has the same files with the same bytes.
final class LayerFormatsTest {
  private static final String OCI = "application/vnd.oci.image.layer.v1.tar";

  @TempDir Path folder;
  private final CountedBlobs blobs = new CountedBlobs();

  private static byte[] tar() throws Exception {
    try (InputStream packed =
        new ZstdInput(
            new ByteArrayInputStream(CarriedLayers.real("zstd-chunked").blob()), 8 << 20)) {
      return packed.readAllBytes();
    }
  }

  private Manifest image(String mediaType, Descriptor... layers) {
    return blobs.manifest(
        Document.of(
            Map.of(
                "schemaVersion",
                2,
                "mediaType",
                mediaType,
                "config",
                Map.of("mediaType", MediaTypes.OCI_CONFIG),
                "layers",
                List.of(layers).stream().map(each -> each.raw().plain()).toList())));
  }

  private Manifest index(String mediaType, List<Map<String, Object>> children) {
    return blobs.manifest(
        Document.of(Map.of("schemaVersion", 2, "mediaType", mediaType, "manifests", children)));
  }

  private static Map<String, Object> child(Manifest of, String os, String architecture) {
    return Map.of(
        "mediaType",
        of.mediaType(),
        "digest",
        of.digest().text(),
        "size",
        of.bytes().length,
        "platform",
        Map.of("os", os, "architecture", architecture));
  }

  /// What a tree shows of each path, and the bytes of its files.
  private Map<String, Object> seen(String name, Manifest image, Map<String, byte[]> contents)
      throws Exception {
    ChosenImage chosen = ChosenImage.of(blobs, image.digest().text(), Optional.empty());
    List<Descriptor> of = chosen.image().layers();
    IndexedLayers layers = new IndexedLayers(folder.resolve(name));
    ImageTree tree = ImageTree.read(layers, blobs, of, any -> {}, Progress.none());
    TreeContent content = new TreeContent(tree, layers, blobs, of);
    List<TreeFile> files = new ArrayList<>();
    tree.walk("", files::add);
    Map<String, Object> seen = new TreeMap<>();
    for (TreeFile each : files) {
      LayerEntry entry = each.version().entry();
      // What an eStargz has beside its files.
      if (!each.path().equals("stargz.index.json") && !each.path().endsWith(".landmark")) {
        seen.put(
            each.path(),
            List.of(
                each.kind(),
                each.size(),
                entry.mode(),
                entry.uid(),
                entry.gid(),
                entry.modified(),
                entry.link(),
                entry.attributes()));
        if (each.content() != null) {
          try (InputStream in = content.open(each)) {
            contents.put(each.path(), in.readAllBytes());
          }
        }
      }
    }
    return seen;
  }

  @Test
  void nineWaysToPackALayerGiveTheSameFiles() throws Exception {
    byte[] tar = tar();
    Made chunked = CarriedLayers.real("zstd-chunked");
    Made stargz = CarriedLayers.real("estargz");
    Descriptor gzip = blobs.put(OCI + "+gzip", Tar.gzip(tar));
    Descriptor docker = blobs.put(MediaTypes.DOCKER_LAYER_GZIP, Tar.gzip(tar));
    Manifest plain = image(MediaTypes.OCI_MANIFEST, blobs.put(OCI, tar));
    Manifest attestation =
        image(MediaTypes.OCI_MANIFEST, blobs.put("application/vnd.in-toto+json", new byte[2]));
    Map<String, Manifest> images = new TreeMap<>();
    images.put("plain", plain);
    images.put("gzip", image(MediaTypes.OCI_MANIFEST, gzip));
    images.put(
        "zstd", image(MediaTypes.OCI_MANIFEST, blobs.put(OCI + "+zstd", CarriedLayers.frame(tar))));
    images.put("chunked", image(MediaTypes.OCI_MANIFEST, chunked.in(blobs)));
    images.put("stargz", image(MediaTypes.OCI_MANIFEST, stargz.in(blobs)));
    images.put("soci", SociLayers.real(blobs));
    images.put("docker", image(MediaTypes.DOCKER_MANIFEST, docker));
    images.put(
        "list",
        index(MediaTypes.DOCKER_LIST, List.of(child(images.get("docker"), "linux", "amd64"))));
    images.put(
        "attested",
        index(
            MediaTypes.OCI_INDEX,
            List.of(
                child(attestation, "unknown", "unknown"),
                child(images.get("gzip"), "linux", "amd64"))));
    Map<String, byte[]> wanted = new TreeMap<>();
    Map<String, Object> first = seen("first", plain, wanted);
    assertTrue(first.size() > 10 && wanted.size() > 5, first::toString);
    for (Map.Entry<String, Manifest> each : images.entrySet()) {
      Map<String, byte[]> contents = new TreeMap<>();
      assertEquals(first, seen(each.getKey(), each.getValue(), contents), each.getKey());
      assertEquals(wanted.keySet(), contents.keySet());
      contents.forEach(
          (path, bytes) ->
              assertArrayEquals(wanted.get(path), bytes, () -> each.getKey() + " " + path));
    }
  }
}
