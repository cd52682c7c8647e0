package dev.mooring.registry.layer;

import dev.mooring.document.Document;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// Layers that carry tables: of the real programs, and made by hand.
final class CarriedLayers {
  static final String POSITION = "io.github.containers.zstd-chunked.manifest-position";
  static final String CHECKSUM = "io.github.containers.zstd-chunked.manifest-checksum";
  static final String STARGZ = "containerd.io/snapshot/stargz/toc.digest";

  private CarriedLayers() {}

  /// A layer's bytes, and the annotations that its descriptor has.
  static final class Made {
    private final byte[] blob;
    private final Map<String, String> annotations;

    Made(byte[] blob, Map<String, String> annotations) {
      this.blob = blob;
      this.annotations = annotations;
    }

    byte[] blob() {
      return blob;
    }

    Map<String, String> annotations() {
      return annotations;
    }

    Descriptor in(CountedBlobs blobs) {
      return annotated(blobs.put("application/vnd.oci.image.layer.v1.tar", blob), annotations);
    }
  }

  static Descriptor annotated(Descriptor layer, Map<String, String> annotations) {
    Map<String, Object> fields = new LinkedHashMap<>(layer.raw().map());
    fields.put("annotations", annotations);
    return Descriptor.of(Document.of(fields));
  }

  /// One of a tar with files, folders, links, and a pipe, as stargz-snapshotter 0.19 and
  /// containers/storage 1.59 made them: "estargz", "estargz-joined" (files share members),
  /// "zstd-chunked".
  static Made real(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(CarriedLayers.class.getResourceAsStream(name))) {
      return new Made(
          in.readAllBytes(),
          switch (name) {
            case "estargz" ->
                Map.of(
                    STARGZ,
                    "sha256:764ca73a46d46c2d93151fcda1d2ad598615a47f8b2170d924c83cb8947800a2");
            case "estargz-joined" ->
                Map.of(
                    STARGZ,
                    "sha256:e69bad3bde8a9793c3e94c1d47dabddf949cbbd255c5aeb09c8bc937ada792bf");
            default ->
                Map.of(
                    POSITION,
                    "6599:853:3138:1",
                    CHECKSUM,
                    "sha256:6f55f80da8386a3892e60cc8ac82eda03f7e97355c68503286461cd2a96b9fb7");
          });
    }
  }

  /// zstd:chunked of files, each of one chunk; nothing of it is really compressed.
  ///
  /// @param altered makes another table of what would be right
  static Made chunked(Map<String, byte[]> files, UnaryOperator<String> altered) {
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    StringBuilder entries = new StringBuilder();
    files.forEach(
        (name, content) -> {
          blob.writeBytes(frame(Tar.header('0', name, "", content.length)));
          long offset = blob.size();
          blob.writeBytes(frame(content));
          blob.writeBytes(frame(new byte[(512 - content.length % 512) % 512]));
          entries.append(
              """
              {"type":"reg","name":"%s","mode":420,"size":%d,"uid":1000,"gid":100,\
              "modtime":"2024-11-22T03:52:32Z","digest":"%s","offset":%d,"endOffset":%d},\
              """
                  .formatted(name, content.length, Digests.of(content), offset, blob.size()));
        });
    blob.writeBytes(frame(new byte[1024]));
    String json =
        "{\"version\":1,\"entries\":["
            + entries.substring(0, Math.max(0, entries.length() - 1))
            + "]}";
    return chunked(blob.toByteArray(), altered.apply(json).getBytes(StandardCharsets.UTF_8));
  }

  /// The same of a table that may say anything.
  static Made chunked(byte[] content, byte[] json) {
    return packed(content, frame(json));
  }

  /// @param table zstd, or something that says so
  static Made packed(byte[] content, byte[] table) {
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    blob.writeBytes(content);
    blob.writeBytes(number(0x184D2A50, 4));
    blob.writeBytes(number(table.length, 4));
    String position = blob.size() + ":" + table.length + ":1000:1";
    blob.writeBytes(table);
    Map<String, String> annotations = new HashMap<>();
    annotations.put(POSITION, position);
    annotations.put(CHECKSUM, Digests.of(table).text());
    return new Made(blob.toByteArray(), annotations);
  }

  /// A frame of zstd with blocks as they are.
  static byte[] frame(byte[] content) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(number(0xFD2FB528, 4));
    frame.write(0xa0);
    frame.writeBytes(number(content.length, 4));
    int at = 0;
    do {
      int some = Math.min(content.length - at, 100_000);
      boolean last = at + some == content.length;
      frame.writeBytes(number((some << 3) | (last ? 1 : 0), 3));
      frame.write(content, at, some);
      at += some;
    } while (at < content.length);
    return frame.toByteArray();
  }

  /// A short frame of many spaces.
  static byte[] spaces(int blocks) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(number(0xFD2FB528, 4));
    frame.writeBytes(new byte[] {0, 0x58});
    for (int i = 1; i <= blocks; i++) {
      frame.writeBytes(number((1 << 20) | 2 | (i == blocks ? 1 : 0), 3));
      frame.write(' ');
    }
    return frame.toByteArray();
  }

  private static byte[] number(int number, int bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number);
    return Arrays.copyOf(buffer.array(), bytes);
  }

  /// A layer that is nothing but the table of an eStargz.
  static Made stargz(byte[] json) {
    byte[] filling = Tar.gzip(new byte[0]);
    byte[] table = Tar.gzip(new Tar().file("stargz.index.json", json).bytes());
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    blob.writeBytes(filling);
    blob.writeBytes(table);
    blob.writeBytes(footer("%016x".formatted(filling.length)));
    return new Made(blob.toByteArray(), Map.of(STARGZ, Digests.of(json).text()));
  }

  static byte[] footer(String place) {
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    footer.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, (byte) 0xff, 26, 0});
    footer.writeBytes(("SG\u0016\0" + place + "STARGZ").getBytes(StandardCharsets.ISO_8859_1));
    footer.writeBytes(new byte[] {1, 0, 0, (byte) 0xff, (byte) 0xff});
    footer.writeBytes(new byte[8]);
    return footer.toByteArray();
  }
}
