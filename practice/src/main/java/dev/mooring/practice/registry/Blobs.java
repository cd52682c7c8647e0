package dev.mooring.practice.registry;

import dev.mooring.registry.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Blobs, links and tags as files: one store of bytes, and per repository what belongs to it.
///
/// Names come from requests, so every one is checked before it becomes a path.
public final class Blobs {
  private static final Pattern REPOSITORY =
      Pattern.compile("[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  private final Path root;

  public Blobs(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root.resolve("blobs"));
    Files.createDirectories(root.resolve("repositories"));
    Files.createDirectories(root.resolve("uploads"));
  }

  static boolean isDigest(String text) {
    return DIGEST.matcher(text).matches();
  }

  private static String hex(String digest) {
    if (!isDigest(digest)) {
      throw OciFailure.digestInvalid();
    }
    return digest.substring("sha256:".length());
  }

  private Path repository(String name) {
    if (name.length() > 255 || !REPOSITORY.matcher(name).matches()) {
      throw new OciFailure(400, "NAME_INVALID", "invalid repository name");
    }
    return root.resolve("repositories").resolve(name.replace("/", "+"));
  }

  private static String tagName(String tag) {
    if (!TAG.matcher(tag).matches()) {
      throw new OciFailure(400, "TAG_INVALID", "manifest tag did not match URI");
    }
    return tag;
  }

  Path bytes(String digest) {
    return root.resolve("blobs").resolve(hex(digest));
  }

  /// The folder of a repository's `manifests` or `layers`.
  Path links(String repository, String kind) {
    return repository(repository).resolve(kind);
  }

  boolean hasBlob(String repository, String digest) {
    return Files.exists(repository(repository).resolve("layers").resolve(hex(digest)))
        && Files.exists(bytes(digest));
  }

  void linkBlob(String repository, String digest) throws IOException {
    link(repository(repository).resolve("layers").resolve(hex(digest)), "");
  }

  void unlinkBlob(String repository, String digest) throws IOException {
    Files.deleteIfExists(repository(repository).resolve("layers").resolve(hex(digest)));
  }

  private static void link(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /// The media type of a manifest that the repository has.
  Optional<String> manifest(String repository, String digest) throws IOException {
    Path file = repository(repository).resolve("manifests").resolve(hex(digest));
    return Files.exists(file) && Files.exists(bytes(digest))
        ? Optional.of(Files.readString(file))
        : Optional.empty();
  }

  String putManifest(String repository, byte[] content, String mediaType) throws IOException {
    String digest = Digests.of(content).text();
    Path upload = root.resolve("uploads").resolve(UUID.randomUUID().toString());
    Files.write(upload, content);
    Files.move(upload, bytes(digest), StandardCopyOption.REPLACE_EXISTING);
    link(repository(repository).resolve("manifests").resolve(hex(digest)), mediaType);
    return digest;
  }

  Optional<String> tag(String repository, String tag) throws IOException {
    Path file = repository(repository).resolve("tags").resolve(tagName(tag));
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  void setTag(String repository, String tag, String digest) throws IOException {
    link(repository(repository).resolve("tags").resolve(tagName(tag)), digest);
  }

  boolean deleteTag(String repository, String tag) throws IOException {
    return Files.deleteIfExists(repository(repository).resolve("tags").resolve(tagName(tag)));
  }

  boolean deleteManifest(String repository, String digest) throws IOException {
    boolean was =
        Files.deleteIfExists(repository(repository).resolve("manifests").resolve(hex(digest)));
    if (was) {
      for (String tag : tags(repository).orElse(List.of())) {
        if (tag(repository, tag).orElse("").equals(digest)) {
          deleteTag(repository, tag);
        }
      }
    }
    return was;
  }

  /// @return empty where the repository is unknown
  Optional<List<String>> tags(String repository) throws IOException {
    Path directory = repository(repository);
    if (!Files.exists(directory.resolve("manifests"))) {
      return Optional.empty();
    }
    return Optional.of(names(directory.resolve("tags")));
  }

  List<String> repositories() throws IOException {
    List<String> found = new java.util.ArrayList<>();
    for (String each : names(root.resolve("repositories"))) {
      if (Files.exists(root.resolve("repositories").resolve(each).resolve("manifests"))) {
        found.add(each.replace("+", "/"));
      }
    }
    return found.stream().sorted().toList();
  }

  private static List<String> names(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return List.copyOf(new TreeSet<>(files.map(each -> each.getFileName().toString()).toList()));
    }
  }

  String startUpload() throws IOException {
    String id = UUID.randomUUID().toString();
    Files.createFile(root.resolve("uploads").resolve(id));
    return id;
  }

  private Path upload(String id) {
    try {
      Path file = root.resolve("uploads").resolve(UUID.fromString(id).toString());
      if (Files.exists(file)) {
        return file;
      }
    } catch (IllegalArgumentException e) {
      throw OciFailure.uploadUnknown();
    }
    throw OciFailure.uploadUnknown();
  }

  long uploaded(String id) throws IOException {
    return Files.size(upload(id));
  }

  void append(String id, InputStream bytes) throws IOException {
    try (OutputStream out = Files.newOutputStream(upload(id), StandardOpenOption.APPEND)) {
      bytes.transferTo(out);
    }
  }

  void cancel(String id) throws IOException {
    Files.delete(upload(id));
  }

  void finish(String id, String repository, String digest) throws IOException {
    Path file = upload(id);
    MessageDigest sha = Digests.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    if (!Digests.finish(sha).text().equals(digest)) {
      Files.delete(file);
      throw OciFailure.digestInvalid();
    }
    Files.move(file, bytes(digest), StandardCopyOption.REPLACE_EXISTING);
    linkBlob(repository, digest);
  }
}
