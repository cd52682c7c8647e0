package dev.mooring.debug.image;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.TagPage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/// An image made by hand, and a place that has it.
public final class MadeImage implements ImageSource {
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  private final Map<String, byte[]> blobs = new HashMap<>();
  private final List<Descriptor> layers = new ArrayList<>();
  private final List<String> contents = new ArrayList<>();
  private Descriptor config = descriptor(CONFIG, new byte[0]);

  /// How many blobs were asked for.
  final AtomicInteger opened = new AtomicInteger();

  /// The entries of one layer.
  public static final class Layer {
    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

    public Layer file(String name, byte[] content) {
      return entry(name, '0', "", content);
    }

    public Layer link(String name, String target) {
      return entry(name, '2', target, new byte[0]);
    }

    public Layer hardLink(String name, String target) {
      return entry(name, '1', target, new byte[0]);
    }

    Layer entry(String name, char type, String link, byte[] content) {
      byte[] header = new byte[512];
      put(header, 0, name);
      put(header, 100, "0000755");
      put(header, 108, "0000000");
      put(header, 116, "0000000");
      put(header, 124, String.format("%011o", content.length));
      put(header, 136, "00000000000");
      put(header, 148, "        ");
      header[156] = (byte) type;
      put(header, 157, link);
      put(header, 257, "ustar");
      put(header, 263, "00");
      int sum = 0;
      for (byte each : header) {
        sum += each & 0xff;
      }
      put(header, 148, String.format("%06o", sum));
      header[154] = 0;
      tar.writeBytes(header);
      tar.writeBytes(content);
      tar.writeBytes(new byte[(512 - content.length % 512) % 512]);
      return this;
    }

    private static void put(byte[] header, int at, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      System.arraycopy(bytes, 0, header, at, Math.min(bytes.length, 155));
    }

    byte[] bytes() {
      byte[] all = tar.toByteArray();
      return java.util.Arrays.copyOf(all, all.length + 1024);
    }
  }

  public MadeImage with(Layer layer) throws IOException {
    contents.add(Digests.of(layer.bytes()).text());
    layers.add(blob(LAYER, gzip(layer.bytes())));
    return this;
  }

  /// @param start the configuration's own part: Entrypoint, Cmd, Env
  public MadeImage starting(String architecture, Map<String, Object> start) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("architecture", architecture);
    fields.put("os", "linux");
    fields.put("config", start);
    fields.put("rootfs", Map.of("type", "layers", "diff_ids", List.copyOf(contents)));
    config = blob(CONFIG, Documents.jsonBytes(Document.of(fields)));
    return this;
  }

  /// A blob that is what it says, or isn't.
  Descriptor blob(String type, byte[] content) {
    Descriptor descriptor = descriptor(type, content);
    blobs.put(descriptor.digest().text(), content);
    return descriptor;
  }

  public void blobs(java.util.function.Consumer<byte[]> each) {
    blobs.values().forEach(each);
  }

  List<Descriptor> layers() {
    return List.copyOf(layers);
  }

  public Manifest manifest() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("schemaVersion", 2);
    fields.put("mediaType", MediaTypes.OCI_MANIFEST);
    fields.put("config", config.raw());
    fields.put("layers", layers.stream().map(Descriptor::raw).toList());
    return Manifest.of(Document.of(fields));
  }

  public String configDigest() {
    return config.digest().text();
  }

  /// An archive that nodes and registries load.
  ///
  /// @param name "lab.test/app:1"
  public void write(Path file, String name, String architecture) throws IOException {
    Manifest manifest = manifest();
    Map<String, Object> own = new LinkedHashMap<>();
    own.put("mediaType", manifest.mediaType());
    own.put("digest", manifest.digest().text());
    own.put("size", manifest.bytes().length);
    own.put("platform", Map.of("os", "linux", "architecture", architecture));
    own.put(
        "annotations",
        Map.of(
            "io.containerd.image.name",
            name,
            "org.opencontainers.image.ref.name",
            name.substring(name.lastIndexOf(':') + 1)));
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("schemaVersion", 2);
    index.put("mediaType", MediaTypes.OCI_INDEX);
    index.put("manifests", List.of(own));
    Layer all = new Layer();
    all.file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
    all.file("index.json", Documents.jsonBytes(Document.of(index)));
    all.file("blobs/sha256/" + manifest.digest().hex(), manifest.bytes());
    blobs.forEach((digest, bytes) -> all.file("blobs/" + digest.replace(':', '/'), bytes));
    Files.write(file, all.bytes());
  }

  @Override
  public String name() {
    return "made here";
  }

  @Override
  public Optional<Digest> digest(String reference) {
    return Optional.of(manifest().digest());
  }

  @Override
  public Optional<Manifest> find(String reference) {
    return Optional.of(manifest());
  }

  @Override
  public TagPage tags(String from) {
    return TagPage.NONE;
  }

  @Override
  public Optional<List<Descriptor>> referrers(Digest subject) {
    return Optional.empty();
  }

  @Override
  public InputStream open(Descriptor blob, long offset) throws IOException {
    opened.incrementAndGet();
    byte[] content = blobs.get(blob.digest().text());
    if (content == null) {
      throw new IOException("there is no such blob");
    }
    return new ByteArrayInputStream(content);
  }

  private static Descriptor descriptor(String type, byte[] content) {
    return Descriptor.of(type, Digests.of(content), content.length);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
