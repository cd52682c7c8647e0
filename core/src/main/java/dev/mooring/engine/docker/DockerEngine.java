package dev.mooring.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.RemoteApiVersion;
import dev.mooring.document.Printable;
import dev.mooring.engine.Engine;
import dev.mooring.engine.InspectedImage;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A Docker engine, or a Podman that speaks Docker's API. An engine that says nothing for 60
/// seconds is given up, but for a save, which takes as long as it takes. An interrupt ends a
/// call at once, by closing what it waits for. Thread-safe, blocking; the caller closes it.
///
/// https://docs.docker.com/reference/api/engine/
public final class DockerEngine implements Engine {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PROBE = Duration.ofSeconds(5);
  private static final int LONGEST_VERSION = 60;

  /// A host, a path of 255 characters, a tag of 128.
  private static final int LONGEST_NAME = 700;

  /// The newest API that docker-java describes.
  private static final RemoteApiVersion NEWEST = RemoteApiVersion.VERSION_1_44;

  private final EngineEndpoint wire;
  private final DockerClient client;
  private final String description;

  private DockerEngine(EngineEndpoint wire, String description) {
    this.wire = wire;
    this.client = wire.open(PATIENCE);
    this.description = description;
  }

  /// Connects and agrees on an API version: the engine's newest or 1.44, whichever is older,
  /// but never one that the engine gave up.
  ///
  /// @param address "unix:///var/run/docker.sock", "tcp://host:2375" or
  /// "npipe:////./pipe/name"
  /// @param certificates folder of client certificates; null without TLS
  /// @throws MooringException when no engine answers there
  public static DockerEngine open(String address, @Nullable Path certificates)
      throws InterruptedException {
    EngineEndpoint unversioned =
        new EngineEndpoint(address, certificates, RemoteApiVersion.unknown());
    String what = Messages.of("cannot-reach-an-engine-at", address);
    DockerClient probe = EngineProblems.translated(what, address, () -> unversioned.open(PROBE));
    try {
      Version version =
          Interruptible.call(
              () ->
                  EngineProblems.translated(
                      what, address, () -> Inspecting.there(probe.versionCmd().exec())),
              () -> EngineEndpoint.close(probe));
      return new DockerEngine(unversioned.speaking(agreed(version)), describe(version, address));
    } finally {
      EngineEndpoint.close(probe);
    }
  }

  private static RemoteApiVersion agreed(Version version) {
    RemoteApiVersion newest = RemoteApiVersion.parseConfigWithDefault(version.getApiVersion());
    RemoteApiVersion oldest = RemoteApiVersion.parseConfigWithDefault(version.getMinAPIVersion());
    if (newest.equals(RemoteApiVersion.unknown())) {
      return newest;
    }
    RemoteApiVersion wanted = newest.isGreater(NEWEST) ? NEWEST : newest;
    boolean givenUp = !oldest.equals(RemoteApiVersion.unknown()) && oldest.isGreater(wanted);
    return givenUp ? oldest : wanted;
  }

  private static String describe(Version version, String address) {
    boolean podman =
        version.getComponents() != null
            && version.getComponents().stream()
                .filter(Objects::nonNull)
                .anyMatch(each -> String.valueOf(each.getName()).contains("Podman"));
    String number = Printable.line(String.valueOf(version.getVersion()), LONGEST_VERSION);
    return podman
        ? Messages.of("podman-at", number, address)
        : Messages.of("docker-at", number, address);
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public List<LocalImage> images() throws InterruptedException {
    return calling(Messages.of("cannot-list-the-images-of", description), this::list);
  }

  private List<LocalImage> list() {
    return Inspecting.there(client.listImagesCmd().exec()).stream()
        .filter(Objects::nonNull)
        .map(DockerEngine::local)
        .sorted(
            Comparator.comparing(image -> image.names().isEmpty() ? "~" : image.names().getFirst()))
        .toList();
  }

  private static LocalImage local(Image image) {
    String[] tags = image.getRepoTags();
    List<String> names =
        tags == null ? List.of() : Arrays.stream(tags).filter(DockerEngine::isName).toList();
    return new LocalImage(
        Inspecting.text(image.getId()),
        names,
        Inspecting.number(image.getSize()),
        Inspecting.instant(image.getCreated()).orElse(null));
  }

  /// Engines take no others, and call an image without any by "<none>".
  private static boolean isName(@Nullable String tag) {
    return tag != null
        && !tag.isEmpty()
        && tag.length() <= LONGEST_NAME
        && !tag.startsWith("<none>")
        && Printable.marked(tag).equals(tag);
  }

  @Override
  public InspectedImage inspect(String image) throws InterruptedException {
    String what = Messages.of("cannot-inspect", image);
    return Inspecting.of(
        calling(what, () -> Inspecting.there(client.inspectImageCmd(image).exec())),
        calling(what, () -> Inspecting.there(client.imageHistoryCmd(image).exec())));
  }

  @Override
  public void save(String image, Path archive, Progress progress) throws InterruptedException {
    String what = Messages.of("cannot-save", image);
    InspectImageResponse found;
    try {
      found = calling(what, () -> Inspecting.there(client.inspectImageCmd(image).exec()));
    } catch (MooringException e) {
      throw e.getCause() instanceof NotFoundException ? missing(what, image, e) : e;
    }
    long size = found.getSize() == null ? 0 : found.getSize();
    // A client of its own: closing it is the only way to end a transfer that is running.
    DockerClient transfer = wire.open(null);
    try {
      Interruptible.call(
          () ->
              EngineProblems.translated(
                  what,
                  wire.address(),
                  () -> new Saving(transfer, image, archive, size, progress).run()),
          () -> EngineEndpoint.close(transfer));
    } finally {
      EngineEndpoint.close(transfer);
    }
    progress.step(Messages.of("saved-from", image, description));
  }

  @Override
  public String platform() throws InterruptedException {
    Version version =
        calling(
            Messages.of("cannot-ask-for-the-platform", description),
            () -> Inspecting.there(client.versionCmd().exec()));
    return version.getOperatingSystem() + "/" + version.getArch();
  }

  @Override
  public Loaded load(String name, Archive archive) throws InterruptedException {
    String what = Messages.of("cannot-load", name, description);
    // A client of its own: closing it is the only way to end a transfer that is running.
    DockerClient transfer = wire.open(null);
    Loading loading = new Loading(transfer, archive);
    try {
      Interruptible.call(
          () -> EngineProblems.translated(what, wire.address(), loading),
          () -> EngineEndpoint.close(transfer));
    } catch (MooringException e) {
      // Where the archive failed, the engine's words say only that it ended.
      if (loading.failure() instanceof MooringException own
          && own.problem().code() != Code.FILE_NOT_WRITABLE) {
        throw own;
      }
      throw e;
    } finally {
      EngineEndpoint.close(transfer);
    }
    InspectImageResponse there =
        calling(what, () -> Inspecting.there(client.inspectImageCmd(name).exec()));
    List<String> digests = there.getRepoDigests();
    return new Loaded(
        String.valueOf(there.getId()), digests == null ? List.of() : List.copyOf(digests));
  }

  private MooringException missing(String what, String image, MooringException e)
      throws InterruptedException {
    List<String> near =
        NearNames.of(image, images().stream().flatMap(each -> each.names().stream()).toList());
    return new Problem(
            Code.IMAGE_MISSING,
            what,
            Messages.of("has-no-such-image", description),
            near.isEmpty()
                ? new Remedy.Command(Messages.of("build-or-pull-it-first-this"), "docker images")
                : new Remedy.Advice(
                    near.size() == 1
                        ? Messages.of("did-you-mean", near.getFirst())
                        : Messages.of("did-you-mean-one-of", String.join(", ", near))),
            e.problem().detail())
        .raise(e);
  }

  private <T> T calling(String what, Callable<T> call) throws InterruptedException {
    return Interruptible.call(
        () -> EngineProblems.translated(what, wire.address(), call),
        () -> EngineEndpoint.close(client));
  }

  @Override
  public void close() {
    EngineEndpoint.close(client);
  }

  @Override
  public String toString() {
    return description;
  }
}
