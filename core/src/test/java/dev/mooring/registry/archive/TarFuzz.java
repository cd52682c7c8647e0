package dev.mooring.registry.archive;

import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageReference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// An archive is read, or refused by a problem; a broken one of our own is gone on with.
public final class TarFuzz implements FuzzTarget {
  private static final ImageReference APP = ImageReference.parse("app:1");
  private final Path folder;

  public TarFuzz() throws IOException {
    folder = Files.createTempDirectory("tar");
    folder.toFile().deleteOnExit();
  }

  @Override
  public void feed(byte[] input) throws IOException, InterruptedException {
    Path file = folder.resolve(".x.tar.part");
    file.toFile().deleteOnExit();
    Files.write(file, input);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      read(TarIndex.read(channel));
    } catch (MooringException e) {
      // It is none.
    }
    try (TarContent content = TarContent.make(folder.resolve("x.tar"))) {
      content.manifest(new Digest("sha256:" + "0".repeat(64)));
    } catch (MooringException e) {
      // It is none of ours.
    }
  }

  private static void read(TarIndex tar) throws IOException, InterruptedException {
    for (String path : List.of("index.json", "manifest.json", "a/../b", "oci-layout")) {
      if (tar.has(path)) {
        tar.small(path);
      }
    }
    if (OciLayout.isIn(tar)) {
      new OciLayout(new TarSource("it", tar), tar.small("index.json")).choose(APP);
    }
    if (DockerArchive.isIn(tar)) {
      DockerArchive.names(tar);
      new DockerArchive(tar).image(APP);
    }
  }

  @Override
  public List<byte[]> seeds() {
    String config = "{\"os\":\"linux\",\"rootfs\":{\"diff_ids\":[]}}";
    String digest = Digests.of(config.getBytes(StandardCharsets.UTF_8)).hex();
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
            + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"size\":"
            + config.length()
            + ",\"digest\":\"sha256:"
            + digest
            + "\"},\"layers\":[]}";
    String top = Digests.of(manifest.getBytes(StandardCharsets.UTF_8)).hex();
    return List.of(
        tar(
            "oci-layout",
            "{\"imageLayoutVersion\":\"1.0.0\"}",
            "blobs/sha256/" + digest,
            config,
            "blobs/sha256/" + top,
            manifest,
            "index.json",
            "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":"
                + "\"application/vnd.oci.image.manifest.v1+json\",\"size\":"
                + manifest.length()
                + ",\"digest\":\"sha256:"
                + top
                + "\",\"annotations\":{\"org.opencontainers.image.ref.name\":\"app:1\"}}]}"),
        tar(
            "manifest.json",
            "[{\"Config\":\"c.json\",\"RepoTags\":[\"app:1\"],\"Layers\":[\"l.tar\"]}]",
            "c.json",
            "{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:" + "0".repeat(64) + "\"]}}",
            "l.tar",
            "x"),
        tar("xpax", "30 path=some/where/else.json\n"),
        tar("1link", "", "2link", "", "Lname", "a/very/long/name\0"));
  }

  /// @param parts names, whose first letter is the kind where it is no path, and contents
  private static byte[] tar(String... parts) {
    List<byte[]> blocks = new ArrayList<>();
    for (int i = 0; i < parts.length; i += 2) {
      byte[] content = parts[i + 1].getBytes(StandardCharsets.UTF_8);
      boolean special = "x12L".indexOf(parts[i].charAt(0)) >= 0;
      byte[] header = new byte[512];
      put(header, 0, special ? parts[i].substring(1) : parts[i]);
      put(header, 124, "%011o".formatted(content.length));
      header[156] = (byte) (special ? parts[i].charAt(0) : '0');
      put(header, 157, "manifest.json");
      put(header, 257, "ustar\00000");
      put(header, 148, " ".repeat(8));
      int sum = 0;
      for (byte each : header) {
        sum += each & 0xff;
      }
      put(header, 148, "%06o\0 ".formatted(sum));
      blocks.add(header);
      blocks.add(java.util.Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    }
    blocks.add(new byte[1024]);
    ByteBuffer all = ByteBuffer.allocate(blocks.stream().mapToInt(each -> each.length).sum());
    blocks.forEach(all::put);
    return all.array();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
