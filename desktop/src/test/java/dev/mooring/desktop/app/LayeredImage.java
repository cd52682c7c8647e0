package dev.mooring.desktop.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.archive.TarLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// An image for two platforms of a few layers, as an archive: files that are added, replaced, and
/// removed again.
final class LayeredImage {
  /// A red pixel.
  private static final byte[] PNG =
      HexFormat.of()
          .parseHex(
              "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408"
                  + "d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082");

  private static final String TYPES = "application/vnd.oci.image.";
  private static final int LIBRARIES = 300;

  private final TarLayout archive = new TarLayout();

  private LayeredImage() {}

  static void write(Path file) throws IOException {
    new LayeredImage().image(file);
  }

  /// An artifact that is no image: a chart.
  static void writeChart(Path file) throws IOException {
    LayeredImage chart = new LayeredImage();
    Map<String, Object> config =
        chart.blob("application/vnd.cncf.helm.config.v1+json", json(Map.of("name", "web")));
    Map<String, Object> layer =
        chart.blob("application/vnd.cncf.helm.chart.content.v1.tar+gzip", "chart".getBytes(UTF_8));
    chart.end(chart.manifest(config, List.of(layer)), file);
  }

  private void image(Path file) throws IOException {
    TarLayout base = new TarLayout();
    base.add("etc/os-release", "NAME=\"Test Linux\"\nVERSION=1\n".getBytes(UTF_8));
    base.add("etc/passwd", "root:x:0:0::/root:/bin/sh\n".getBytes(UTF_8));
    for (int i = 0; i < LIBRARIES; i++) {
      base.add("usr/lib/lib%03d.so.1".formatted(i), new byte[200 + i]);
    }
    base.add("var/cache/index.bin", new byte[120_000]);
    TarLayout last = new TarLayout();
    last.add("app/server", new byte[52_000]);
    last.add("etc/os-release", "NAME=\"Test Linux\"\nVERSION=2\n".getBytes(UTF_8));
    last.add("var/cache/.wh.index.bin", new byte[0]);
    List<Map<String, Object>> children = new ArrayList<>();
    for (String processor : List.of("amd64", "arm64")) {
      TarLayout app = new TarLayout();
      app.add("app/server", new byte[40_000]);
      app.add("app/static/logo.png", PNG);
      app.add("app/static/a-rather-long-name-of-a-page-that-somebody-wrote.html", new byte[] {'<'});
      app.add("app/" + processor, processor.getBytes(UTF_8));
      List<Map<String, Object>> layers =
          List.of(layer(base.bytes()), layer(app.bytes()), layer(last.bytes()));
      Map<String, Object> config = blob(TYPES + "config.v1+json", config(processor, layers));
      Map<String, Object> child =
          new java.util.LinkedHashMap<>(
              blob(TYPES + "manifest.v1+json", manifestBytes(config, layers)));
      child.put("platform", Map.of("os", "linux", "architecture", processor));
      children.add(child);
    }
    end(
        blob(
            TYPES + "index.v1+json",
            json(
                Map.of(
                    "schemaVersion",
                    2,
                    "mediaType",
                    TYPES + "index.v1+json",
                    "manifests",
                    children))),
        file);
  }

  private static byte[] config(String processor, List<Map<String, Object>> layers) {
    return Documents.jsonBytes(
        Documents.json(
            """
            {"os":"linux","architecture":"%s","author":"Ana",
             "config":{"Entrypoint":["/app/server"],"Cmd":["--port","8080"],"User":"1000:1000",
              "WorkingDir":"/app","ExposedPorts":{"8080/tcp":{}},
              "Env":["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin","LEVEL=info"],
              "Labels":{"org.opencontainers.image.source":"https://git.example.com/ana/app"}},
             "history":[
              {"created_by":"/bin/sh -c #(nop) ADD file:4f2ba6 in / "},
              {"created_by":"ENV LEVEL=info","empty_layer":true},
              {"created_by":"COPY app /app # buildkit"},
              {"created_by":"RUN /bin/sh -c make install \\t&& rm -rf /var/cache/index.bin && touch /etc/os-release # buildkit"},
              {"created_by":"ENTRYPOINT [\\"/app/server\\"]","empty_layer":true}],
             "rootfs":{"type":"layers","diff_ids":%s}}
            """
                .formatted(
                    processor,
                    Documents.json(
                        Document.of(layers.stream().map(each -> each.get("digest")).toList()))),
            "config"));
  }

  private Map<String, Object> layer(byte[] tar) {
    return blob(TYPES + "layer.v1.tar", tar);
  }

  private Map<String, Object> manifest(
      Map<String, Object> config, List<Map<String, Object>> layers) {
    return blob(TYPES + "manifest.v1+json", manifestBytes(config, layers));
  }

  private static byte[] manifestBytes(
      Map<String, Object> config, List<Map<String, Object>> layers) {
    return json(
        Map.of(
            "schemaVersion",
            2,
            "mediaType",
            TYPES + "manifest.v1+json",
            "config",
            config,
            "layers",
            layers));
  }

  private void end(Map<String, Object> named, Path file) throws IOException {
    archive.add("oci-layout", json(Map.of("imageLayoutVersion", "1.0.0")));
    archive.add("index.json", json(Map.of("schemaVersion", 2, "manifests", List.of(named))));
    Files.write(file, archive.bytes());
  }

  private Map<String, Object> blob(String type, byte[] content) {
    Digest digest = Digests.of(content);
    archive.add("blobs/sha256/" + digest.hex(), content);
    return Map.of("mediaType", type, "digest", digest.text(), "size", content.length);
  }

  private static byte[] json(Map<String, Object> value) {
    return Documents.jsonBytes(Document.of(value));
  }
}
