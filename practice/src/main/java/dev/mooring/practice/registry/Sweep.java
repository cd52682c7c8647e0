package dev.mooring.practice.registry;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// `registry garbage-collect` of distribution 3.1, and its words.
final class Sweep {
  private final Blobs blobs;
  private final Path root;
  private final Consumer<String> log;

  Sweep(Blobs blobs, Path root, Consumer<String> log) {
    this.blobs = blobs;
    this.root = root;
    this.log = log;
  }

  long kibibytes() throws IOException {
    long sum = 0;
    for (Path each : files(root.resolve("blobs"))) {
      sum += Files.size(each);
    }
    return (sum + 1023) / 1024;
  }

  void run(boolean untagged) throws IOException {
    Set<String> marked = new HashSet<>();
    int manifests = 0;
    for (String repository : blobs.repositories()) {
      log.accept(repository);
      Set<String> own = new HashSet<>();
      for (String digest : roots(repository, untagged)) {
        mark(repository, digest, own);
      }
      manifests += untagged ? forget(repository, "manifests", own) : 0;
      forget(repository, "layers", own);
      marked.addAll(own);
    }
    List<Path> eligible =
        files(root.resolve("blobs")).stream()
            .filter(each -> !marked.contains("sha256:" + each.getFileName()))
            .toList();
    log.accept(
        String.format(
            Locale.ROOT,
            "\n%d blobs marked, %d blobs and %d manifests eligible for deletion",
            marked.size(),
            eligible.size(),
            manifests));
    for (Path each : eligible) {
      log.accept("time=\"practice\" level=info msg=\"Deleting blob: " + each.getFileName() + "\"");
      Files.delete(each);
    }
  }

  private List<String> roots(String repository, boolean untagged) throws IOException {
    if (!untagged) {
      return digests(repository, "manifests");
    }
    Set<String> tagged = new HashSet<>();
    for (String tag : blobs.tags(repository).orElse(List.of())) {
      blobs.tag(repository, tag).ifPresent(tagged::add);
    }
    return List.copyOf(tagged);
  }

  private void mark(String repository, String first, Set<String> marked) throws IOException {
    Deque<String> open = new ArrayDeque<>(List.of(first));
    while (!open.isEmpty()) {
      String digest = open.pop();
      if (blobs.manifest(repository, digest).isEmpty() || !marked.add(digest)) {
        continue;
      }
      Document manifest =
          Documents.json(Files.readAllBytes(blobs.bytes(digest)), "a stored manifest");
      manifest.at("manifests").stream()
          .map(each -> each.at("digest").textOrEmpty())
          .forEach(open::push);
      Stream.concat(manifest.at("layers").stream(), Stream.of(manifest.at("config")))
          .map(each -> each.at("digest").textOrEmpty())
          .filter(Blobs::isDigest)
          .forEach(marked::add);
    }
  }

  private int forget(String repository, String kind, Set<String> marked) throws IOException {
    int gone = 0;
    for (String digest : digests(repository, kind)) {
      if (!marked.contains(digest)) {
        Files.delete(blobs.links(repository, kind).resolve(digest.substring("sha256:".length())));
        gone++;
      }
    }
    return gone;
  }

  private List<String> digests(String repository, String kind) throws IOException {
    return files(blobs.links(repository, kind)).stream()
        .map(each -> "sha256:" + each.getFileName())
        .toList();
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
