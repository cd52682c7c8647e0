package dev.mooring.registry;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.archive.OciLayout;
import dev.mooring.registry.archive.TarLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/// Image archives made by hand.
public final class Archives {
  private Archives() {}

  /// A tar file with these entries in their order.
  static byte[] tar(Map<String, byte[]> files) {
    Tar tar = new Tar();
    files.forEach(tar::file);
    return tar.bytes();
  }

  /// A layer with one file of incompressible content.
  public static byte[] layer(int seed, int size) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return tar(Map.of("data-" + seed, content));
  }

  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  public static byte[] config(String architecture, List<byte[]> layers) {
    return json(
        Map.of(
            "os",
            "linux",
            "architecture",
            architecture,
            "created",
            "2026-03-01T10:00:00Z",
            "config",
            Map.of("Cmd", List.of("/app")),
            "rootfs",
            Map.of(
                "type",
                "layers",
                "diff_ids",
                layers.stream().map(each -> Digests.of(each).text()).toList()),
            "history",
            layers.stream()
                .map(
                    each ->
                        Map.of(
                            "created", "2026-03-01T10:00:00Z", "created_by", "COPY " + each.length))
                .toList()));
  }

  public static byte[] json(Object value) {
    return Documents.jsonBytes(Document.of(value));
  }

  /// What `docker save` wrote before version 25; layers as given, compressed or not.
  public static Path docker(Path file, String name, byte[] config, List<byte[]> layers)
      throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      names.add("layer" + i + "/layer.tar");
      files.put(names.get(i), layers.get(i));
    }
    files.put("config.json", config);
    files.put(
        "manifest.json",
        json(List.of(Map.of("Config", "config.json", "RepoTags", List.of(name), "Layers", names))));
    return Files.write(file, tar(files));
  }

  public static Map<String, Object> descriptor(String mediaType, byte[] content) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("mediaType", mediaType);
    fields.put("digest", Digests.of(content).text());
    fields.put("size", content.length);
    return fields;
  }

  /// Content of an OCI layout as it grows.
  public static final class Layout {
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    public Layout() {
      files.put(
          "oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
    }

    public Map<String, Object> blob(String mediaType, byte[] content) {
      files.put(OciLayout.path(Digests.of(content)), content);
      return descriptor(mediaType, content);
    }

    /// An image of gzip-compressed layers; its descriptor.
    public Map<String, Object> image(String architecture, List<byte[]> layers) {
      List<Object> packed = new ArrayList<>();
      for (byte[] layer : layers) {
        packed.add(blob("application/vnd.oci.image.layer.v1.tar+gzip", gzip(layer)));
      }
      Map<String, Object> manifest = new LinkedHashMap<>();
      manifest.put("schemaVersion", 2);
      manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
      manifest.put(
          "config", blob("application/vnd.oci.image.config.v1+json", config(architecture, layers)));
      manifest.put("layers", packed);
      return blob(MediaTypes.OCI_MANIFEST, json(manifest));
    }

    /// An index of images, each with its platform; its descriptor.
    public Map<String, Object> index(Map<String, Map<String, Object>> images) {
      List<Object> children = new ArrayList<>();
      images.forEach(
          (platform, image) -> {
            Map<String, Object> child = new LinkedHashMap<>(image);
            String[] parts = platform.split("/", -1);
            child.put("platform", Map.of("os", parts[0], "architecture", parts[1]));
            children.add(child);
          });
      Map<String, Object> index = new LinkedHashMap<>();
      index.put("schemaVersion", 2);
      index.put("mediaType", MediaTypes.OCI_INDEX);
      index.put("manifests", children);
      return blob(MediaTypes.OCI_INDEX, json(index));
    }

    public byte[] content(Map<String, Object> descriptor) {
      return java.util.Objects.requireNonNull(
          files.get(OciLayout.path(new Digest(String.valueOf(descriptor.get("digest"))))));
    }

    Layout without(Map<String, Object> descriptor) {
      files.remove(OciLayout.path(new Digest(String.valueOf(descriptor.get("digest")))));
      return this;
    }

    Layout replace(Map<String, Object> descriptor, byte[] content) {
      files.put(OciLayout.path(new Digest(String.valueOf(descriptor.get("digest")))), content);
      return this;
    }

    public Path write(Path file, List<Map<String, Object>> roots) throws IOException {
      files.put("index.json", json(Map.of("schemaVersion", 2, "manifests", roots)));
      return Files.write(file, tar(files));
    }
  }

  /// A tar file, entry by entry; may be a hostile one.
  static final class Tar {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Tar file(String name, byte[] content) {
      return entry('0', name, "", content);
    }

    Tar link(String name, String target) {
      return entry('2', name, target, new byte[0]);
    }

    Tar entry(char kind, String name, String link, byte[] content) {
      byte[] header = new byte[512];
      put(header, 0, name);
      put(header, 100, "0000644");
      put(header, 124, String.format("%011o", content.length));
      put(header, 148, "        ");
      header[156] = (byte) kind;
      put(header, 157, link);
      put(header, 257, "ustar");
      put(header, 263, "00");
      int sum = 0;
      for (byte b : header) {
        sum += b & 0xff;
      }
      put(header, 148, String.format("%06o\0 ", sum));
      out.writeBytes(header);
      out.writeBytes(content);
      out.writeBytes(new byte[(512 - content.length % 512) % 512]);
      return this;
    }

    byte[] bytes() {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(out.toByteArray());
      whole.writeBytes(new byte[1024]);
      return whole.toByteArray();
    }

    private static void put(byte[] header, int at, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      System.arraycopy(bytes, 0, header, at, bytes.length);
    }
  }

  /// A large Docker archive of one compressed layer, written piece by piece.
  public static Path large(Path file, long bytes) throws IOException {
    TarLayout layout = new TarLayout();
    byte[] config = config("amd64", List.of(new byte[0]));
    layout.add("config.json", config);
    layout.add(
        "manifest.json",
        json(
            List.of(
                Map.of(
                    "Config",
                    "config.json",
                    "RepoTags",
                    List.of("bench:1"),
                    "Layers",
                    List.of("layer.tar")))));
    long place = layout.reserve("layer.tar", bytes);
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      layout.write(out);
      byte[] chunk = new byte[1 << 20];
      Random random = new Random(bytes);
      for (long at = 0; at < bytes; at += chunk.length) {
        random.nextBytes(chunk);
        if (at == 0) {
          // Enough of a gzip header to pass for a compressed layer.
          chunk[0] = 0x1f;
          chunk[1] = (byte) 0x8b;
          chunk[2] = 8;
          chunk[3] = 0;
        }
        out.write(ByteBuffer.wrap(chunk, 0, (int) Math.min(chunk.length, bytes - at)), place + at);
      }
    }
    return file;
  }
}
