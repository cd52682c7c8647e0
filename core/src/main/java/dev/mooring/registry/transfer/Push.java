package dev.mooring.registry.transfer;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.Meter;
import dev.mooring.registry.Parallel;
import dev.mooring.registry.Region;
import dev.mooring.registry.archive.ArchiveProblems;
import dev.mooring.registry.archive.DockerArchive;
import dev.mooring.registry.archive.LayerPacker;
import dev.mooring.registry.archive.OciLayout;
import dev.mooring.registry.archive.TarIndex;
import dev.mooring.registry.distribution.BlobUpload;
import dev.mooring.registry.distribution.Blobs;
import dev.mooring.registry.distribution.ManifestUpload;
import dev.mooring.registry.distribution.Manifests;
import dev.mooring.registry.distribution.SmallUpload;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.Ping;
import dev.mooring.registry.http.Retry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Brings an archive into a repository: blobs side by side, then manifests from the leaves up, the
/// tag last. An interrupted push is completed by the next one.
public final class Push {
  private static final int WIDTH = 4;

  private final Connection connection;
  private final Blobs blobs;
  private final Manifests manifests;
  private final LayerMemory memory;
  private final LayerPacker packer;
  private final Retry retry;

  public Push(
      Connection connection,
      Blobs blobs,
      Manifests manifests,
      LayerMemory memory,
      LayerPacker packer,
      Retry retry) {
    this.connection = connection;
    this.blobs = blobs;
    this.manifests = manifests;
    this.memory = memory;
    this.packer = packer;
    this.retry = retry;
  }

  public Digest run(Path archive, ImageReference as, Progress progress)
      throws InterruptedException {
    if (Files.isDirectory(archive)) {
      throw ArchiveProblems.damaged(Messages.of("is-a-folder-name-a-tar", archive));
    }
    Ping.ping(connection);
    try (FileChannel file = FileChannel.open(archive, StandardOpenOption.READ)) {
      TarIndex tar = TarIndex.read(file);
      List<Manifest> toPut =
          isLayout(tar, as) ? pushLayout(tar, as, progress) : pushDocker(tar, as, progress);
      Digest root = toPut.getLast().digest();
      if (!as.digest().isEmpty() && !as.digest().equals(root.text())) {
        throw new Problem(
                Code.DIGEST_MISMATCH,
                Messages.of("cannot-push", as),
                Messages.of("the-archive-holds-an-image-with", root),
                new Remedy.Advice(Messages.of("leave-the-digest-out-of-the")))
            .raise();
      }
      ManifestUpload upload = new ManifestUpload(connection, manifests, retry);
      for (Manifest manifest : toPut) {
        boolean last = manifest == toPut.getLast();
        upload.put(
            as.repository(),
            last && !isUntagged(as) ? as.reference() : manifest.digest().text(),
            manifest);
      }
      progress.step(Messages.of("pushed-as", as.repository(), tag(as), root));
      return root;
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw ArchiveProblems.unreadable(archive, e);
    } catch (UncheckedIOException e) {
      throw ArchiveProblems.unreadable(archive, cause(e));
    }
  }

  static IOException cause(UncheckedIOException e) {
    return java.util.Objects.requireNonNull(e.getCause());
  }

  private static boolean isUntagged(ImageReference as) {
    return as.tag().isEmpty() && !as.digest().isEmpty();
  }

  private static String tag(ImageReference as) {
    return as.tag().isEmpty() ? "latest" : as.tag();
  }

  private static boolean isLayout(TarIndex tar, ImageReference as) throws IOException {
    if (OciLayout.isIn(tar)) {
      return !new OciLayout(tar).isOfClassicDocker(as);
    }
    if (!DockerArchive.isIn(tar)) {
      throw ArchiveProblems.damaged(Messages.of("it-has-neither-index-json-nor"));
    }
    return false;
  }

  private List<Manifest> pushLayout(TarIndex tar, ImageReference as, Progress progress)
      throws IOException, InterruptedException {
    OciLayout.Closure closure = new OciLayout(tar).closure(as);
    if (!closure.note().isEmpty()) {
      progress.step(closure.note());
    }
    long total = closure.blobs().values().stream().mapToLong(Region::size).sum();
    Meter meter = new Meter(progress, Messages.of("pushing", as.repository()), total);
    BlobUpload upload = new BlobUpload(blobs, retry, as.repository());
    List<Parallel.Step<Digest>> steps = new ArrayList<>();
    closure
        .blobs()
        .forEach(
            (blob, region) ->
                steps.add(
                    () -> {
                      upload.upload(blob.digest(), region, meter::add);
                      return blob.digest();
                    }));
    Parallel.run(WIDTH, steps);
    meter.report();
    return closure.manifests();
  }

  private List<Manifest> pushDocker(TarIndex tar, ImageReference as, Progress progress)
      throws IOException, InterruptedException {
    DockerArchive.Image image = new DockerArchive(tar).image(as);
    long total = image.layers().stream().mapToLong(layer -> layer.content().size()).sum();
    Meter meter = new Meter(progress, Messages.of("pushing", as.repository()), total);
    BlobUpload upload = new BlobUpload(blobs, retry, as.repository());
    DockerLayerPush layerPush = new DockerLayerPush(upload, memory, packer, meter);
    // Builders repeat the empty layer; one upload of each is enough.
    Map<Digest, DockerArchive.Layer> distinct = new LinkedHashMap<>();
    image.layers().forEach(layer -> distinct.putIfAbsent(layer.diffId(), layer));
    List<Parallel.Step<Map.Entry<Digest, Descriptor>>> steps = new ArrayList<>();
    distinct.forEach((diffId, layer) -> steps.add(() -> Map.entry(diffId, layerPush.push(layer))));
    Map<Digest, Descriptor> pushed = new LinkedHashMap<>();
    Parallel.run(WIDTH, steps).forEach(each -> pushed.put(each.getKey(), each.getValue()));
    List<Descriptor> layers =
        image.layers().stream()
            .map(layer -> Optional.ofNullable(pushed.get(layer.diffId())).orElseThrow())
            .toList();
    byte[] bytes = image.config().bytes();
    Descriptor config = Descriptor.of(MediaTypes.DOCKER_CONFIG, Digests.of(bytes), bytes.length);
    new SmallUpload(blobs, retry).upload(as.repository(), config.digest(), bytes);
    meter.report();
    return List.of(dockerManifest(config, layers));
  }

  /// Field by field as crane writes it, so that both give an image the same digest.
  private static Manifest dockerManifest(Descriptor config, List<Descriptor> layers) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("schemaVersion", 2);
    fields.put("mediaType", MediaTypes.DOCKER_MANIFEST);
    fields.put("config", config.raw());
    fields.put("layers", layers.stream().map(Descriptor::raw).toList());
    Document document = Document.of(fields);
    byte[] bytes = Documents.jsonBytes(document);
    return new Manifest(Digests.of(bytes), MediaTypes.DOCKER_MANIFEST, bytes, document);
  }

  private static InterruptedException interrupted(ClosedByInterruptException e) {
    InterruptedException interrupted = new InterruptedException("the push was cancelled");
    interrupted.initCause(e);
    // The channel leaves the flag set; the exception takes its place.
    Thread.interrupted();
    return interrupted;
  }
}
