package dev.mooring.registry.transfer;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Progress;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.Meter;
import dev.mooring.registry.Parallel;
import dev.mooring.registry.archive.ArchiveProblems;
import dev.mooring.registry.archive.OciLayout;
import dev.mooring.registry.archive.TarLayout;
import dev.mooring.registry.distribution.Blobs;
import dev.mooring.registry.distribution.Manifests;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.Refusals;
import dev.mooring.registry.http.Retry;
import dev.mooring.registry.http.Transfer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes an image as an OCI archive.
///
/// All sizes are known from the manifests, so every blob has its place in the tar file before it is
/// read, and several are read side by side into it. The archive appears under its name when it is
/// whole and every digest was checked.
public final class Pull {
  private static final int WIDTH = 4;
  private static final int DEEPEST = 4;
  private static final int MOST_BLOBS = 50_000;
  private static final long LARGEST = 1L << 44;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Connection connection;
  private final Blobs blobs;
  private final Manifests manifests;
  private final Retry retry;

  public Pull(Connection connection, Blobs blobs, Manifests manifests, Retry retry) {
    this.connection = connection;
    this.blobs = blobs;
    this.manifests = manifests;
    this.retry = retry;
  }

  public Digest run(ImageReference image, Path archive, Progress progress)
      throws InterruptedException {
    String repository = image.repository();
    Manifest root = manifests.get(repository, image.reference());
    Map<Digest, Manifest> found = new LinkedHashMap<>();
    Map<Digest, Descriptor> wanted = new LinkedHashMap<>();
    collect(repository, root, found, wanted, DEEPEST);
    TarLayout layout = new TarLayout();
    layout.add("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
    layout.add("index.json", index(image, root));
    found.values().forEach(each -> layout.add(OciLayout.path(each.digest()), each.bytes()));
    if (!root.isIndex()) {
      layout.add("manifest.json", forDocker(image, root));
    }
    Map<Descriptor, Long> places = new LinkedHashMap<>();
    wanted
        .values()
        .forEach(
            blob -> places.put(blob, layout.reserve(OciLayout.path(blob.digest()), blob.size())));
    write(repository, archive, layout, places, progress);
    progress.step(Messages.of("wrote", archive));
    return root.digest();
  }

  private void write(
      String repository,
      Path archive,
      TarLayout layout,
      Map<Descriptor, Long> places,
      Progress progress)
      throws InterruptedException {
    Path target = archive.toAbsolutePath();
    Path folder = target.getParent() == null ? target : target.getParent();
    Path part = null;
    try {
      if (Files.isDirectory(target)) {
        throw new java.nio.file.FileSystemException(archive.toString(), null, "it is a folder");
      }
      long usable = Files.getFileStore(folder).getUsableSpace();
      if (usable < layout.size()) {
        throw ArchiveProblems.tooSmall(archive, layout.size(), usable);
      }
      part = Files.createTempFile(folder, ".mooring-", ".part");
      try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
        layout.write(file);
        fetch(repository, file, places, progress);
        file.force(true);
      }
      move(part, target);
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw new InterruptedException("the pull was cancelled");
    } catch (IOException e) {
      throw ArchiveProblems.unwritable(archive, e);
    } catch (UncheckedIOException e) {
      throw ArchiveProblems.unwritable(archive, Push.cause(e));
    } finally {
      discard(part);
    }
  }

  private static void discard(@org.jspecify.annotations.Nullable Path part) {
    if (part != null) {
      try {
        Files.deleteIfExists(part);
      } catch (IOException e) {
        org.slf4j.LoggerFactory.getLogger(Pull.class).warn("Cannot delete {}", part, e);
      }
    }
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void fetch(
      String repository, FileChannel file, Map<Descriptor, Long> places, Progress progress)
      throws InterruptedException {
    long total = places.keySet().stream().mapToLong(Descriptor::size).sum();
    Meter meter = new Meter(progress, Messages.of("pulling", repository), total);
    List<Parallel.Step<Digest>> steps = new ArrayList<>();
    places.forEach(
        (blob, place) ->
            steps.add(
                () ->
                    retry.run(
                        Messages.of("cannot-read-a-layer-of", repository),
                        () -> {
                          fetch(repository, file, blob, place, meter);
                          return blob.digest();
                        })));
    Parallel.run(WIDTH, steps);
    meter.report();
  }

  private void fetch(String repository, FileChannel file, Descriptor blob, long place, Meter meter)
      throws IOException, InterruptedException {
    MessageDigest hash = Digests.sha256();
    long[] at = {0};
    Transfer transfer = new Transfer(PATIENCE, meter::add);
    try {
      blobs.get(
          repository,
          blob,
          transfer,
          bytes -> {
            hash.update(bytes.duplicate());
            at[0] += writeFully(file, bytes, place + at[0]);
          });
    } catch (IOException e) {
      meter.add(-transfer.moved());
      throw e;
    }
    if (at[0] != blob.size()) {
      meter.add(-transfer.moved());
      throw new IOException("a layer ended after " + at[0] + " of " + blob.size() + " bytes");
    }
    Digest digest = Digests.finish(hash);
    if (!digest.equals(blob.digest())) {
      throw Refusals.nonsense(
          connection.base(),
          Messages.of("a-layer-does-not-have-the-2"),
          Messages.of("named-content", blob.digest(), digest));
    }
  }

  private static int writeFully(FileChannel file, ByteBuffer bytes, long at) {
    int written = 0;
    try {
      while (bytes.hasRemaining()) {
        written += file.write(bytes, at + written);
      }
      return written;
    } catch (IOException e) {
      // Not the line's fault: no other attempt.
      throw new UncheckedIOException(e);
    }
  }

  private void collect(
      String repository,
      Manifest manifest,
      Map<Digest, Manifest> found,
      Map<Digest, Descriptor> wanted,
      int depth)
      throws InterruptedException {
    found.put(manifest.digest(), manifest);
    for (Descriptor child : manifest.children()) {
      if (!found.containsKey(child.digest())) {
        if (depth == 0) {
          throw Refusals.nonsense(
              connection.base(), Messages.of("its-indexes-are-nested-too-deep"), "");
        }
        Manifest next = manifests.get(repository, child.digest().text());
        collect(repository, next, found, wanted, depth - 1);
      }
    }
    for (Descriptor blob : manifest.blobs()) {
      if (!MediaTypes.isForeign(blob.mediaType())) {
        wanted.putIfAbsent(blob.digest(), blob);
      }
    }
    // Sums of such sizes cannot overflow.
    if (wanted.size() > MOST_BLOBS
        || wanted.values().stream().anyMatch(blob -> blob.size() > LARGEST)) {
      throw Refusals.nonsense(connection.base(), Messages.of("an-image-is-too-large-to"), "");
    }
  }

  private byte[] index(ImageReference image, Manifest root) {
    Map<String, Object> descriptor = new LinkedHashMap<>();
    descriptor.put("mediaType", root.mediaType());
    descriptor.put("digest", root.digest().text());
    descriptor.put("size", root.bytes().length);
    if (!image.tag().isEmpty()) {
      descriptor.put(
          "annotations",
          Map.of(
              "org.opencontainers.image.ref.name", image.tag(),
              "io.containerd.image.name", named(image)));
    }
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("schemaVersion", 2);
    index.put("mediaType", MediaTypes.OCI_INDEX);
    index.put("manifests", List.of(descriptor));
    return Documents.jsonBytes(Document.of(index));
  }

  private String named(ImageReference image) {
    String host = image.host().isEmpty() ? connection.host() : image.host();
    return host + "/" + image.repository() + ":" + image.tag();
  }

  /// Lets every `docker load` read the archive, older ones too.
  private byte[] forDocker(ImageReference image, Manifest root) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("Config", root.hasConfig() ? OciLayout.path(root.config().digest()) : "");
    entry.put("RepoTags", image.tag().isEmpty() ? List.of() : List.of(named(image)));
    entry.put(
        "Layers", root.layers().stream().map(layer -> OciLayout.path(layer.digest())).toList());
    return Documents.jsonBytes(Document.of(List.of(entry)));
  }
}
