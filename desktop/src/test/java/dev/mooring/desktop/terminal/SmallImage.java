package dev.mooring.desktop.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Images without layers that differ by a word, as folders of OCI layouts.
final class SmallImage {
  private SmallImage() {}

  static Path write(Path folder, String word) throws IOException {
    return write(folder, word, "amd64");
  }

  static Path write(Path folder, String word, String architecture) throws IOException {
    Path blobs = Files.createDirectories(folder.resolve(word).resolve("blobs/sha256"));
    String config =
        """
        {"architecture":"%s","os":"linux","config":{"Labels":{"word":"%s"}},\
        "rootfs":{"type":"layers","diff_ids":[]}}"""
            .formatted(architecture, word);
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
        "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},\
        "layers":[]}"""
            .formatted(blob(blobs, config), config.length());
    Digest digest = blob(blobs, manifest);
    Files.writeString(
        folder.resolve(word).resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.writeString(
        folder.resolve(word).resolve("index.json"),
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[\
        {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":%d}]}"""
            .formatted(digest, manifest.length()));
    return folder.resolve(word);
  }

  /// One image for several platforms, by an index.
  static Path writeIndex(Path folder, String word, String... architectures) throws IOException {
    StringBuilder images = new StringBuilder();
    for (String each : architectures) {
      Document written =
          Documents.json(
                  Files.readString(write(folder, word, each).resolve("index.json")), "index.json")
              .at("manifests")
              .items()
              .getFirst();
      images
          .append(images.isEmpty() ? "" : ",")
          .append(
              """
              {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":%d,\
              "platform":{"os":"linux","architecture":"%s"}}"""
                  .formatted(
                      written.at("digest").textOrEmpty(),
                      written.at("size").integer().orElseThrow(),
                      each));
    }
    String index =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json",\
        "manifests":[%s]}"""
            .formatted(images);
    Path layout = folder.resolve(word);
    Digest digest = blob(layout.resolve("blobs/sha256"), index);
    Files.writeString(
        layout.resolve("index.json"),
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[\
        {"mediaType":"application/vnd.oci.image.index.v1+json","digest":"%s","size":%d}]}"""
            .formatted(digest, index.length()));
    return layout;
  }

  private static Digest blob(Path blobs, String content) throws IOException {
    Digest digest = Digests.of(content.getBytes(UTF_8));
    Files.writeString(blobs.resolve(digest.hex()), content);
    return digest;
  }
}
