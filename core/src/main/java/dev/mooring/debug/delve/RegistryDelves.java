package dev.mooring.debug.delve;

import dev.mooring.document.Printable;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.Registry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Delve that was stored in the cluster's registry before, by anybody who may write there: one
/// image for each release and architecture. Also Skaffold's helper image where it is mirrored.
final class RegistryDelves implements DelveSource {
  static final String REPOSITORY = "mooring/delve";
  private static final List<String> SKAFFOLD =
      List.of(
          "k8s-skaffold/skaffold-debug-support/go",
          "gcr.io/k8s-skaffold/skaffold-debug-support/go");
  private static final String SKAFFOLD_PROGRAM = "duct-tape/go/bin/dlv";
  private static final int MOST_LAYERS = 50;
  private static final Duration REACH = Duration.ofSeconds(5);
  private static final Duration FETCH = Duration.ofMinutes(1);

  private final RegistryWay way;
  private final Workplace workplace;
  private final KeptDelves kept;

  RegistryDelves(RegistryWay way, Workplace workplace, KeptDelves kept) {
    this.way = way;
    this.workplace = workplace;
    this.kept = kept;
  }

  /// What an image offers.
  ///
  /// @param version empty where only the program itself can say it
  private record Offer(String image, String version, List<Descriptor> layers, String program) {}

  @Override
  public String words() {
    return Messages.of("in-the-clusters-registry");
  }

  @Override
  public Optional<DelveBinary> find(DelveNeed need, Progress progress) throws InterruptedException {
    Optional<RegistryWay.Opened> opened = opened();
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (RegistryWay.Opened way = opened.get()) {
      Optional<Offer> offer =
          limited(
              REACH,
              () -> {
                Optional<Offer> own = own(way.registry(), need);
                return own.isPresent() ? own : skaffold(way.registry(), need);
              });
      if (offer.isEmpty()) {
        return Optional.empty();
      }
      progress.step(Messages.of("fetching", offer.get().image()));
      return limited(FETCH, () -> fetch(way.registry(), offer.get(), need));
    }
  }

  /// Puts a Delve there for others, unless there is one.
  ///
  /// @return whether it was put there
  boolean store(GoBuild.Built built) throws InterruptedException {
    Optional<RegistryWay.Opened> opened = opened();
    if (opened.isEmpty()) {
      return false;
    }
    try (RegistryWay.Opened way = opened.get()) {
      return limited(
          FETCH,
          () -> {
            var sink = way.registry().sink(REPOSITORY);
            String tag = tag(built.version(), built.architecture());
            if (sink.digest(tag).isPresent()) {
              return false;
            }
            DelveImage.of(built.binary().bytes(), built.architecture()).store(sink, tag);
            return true;
          });
    }
  }

  static String tag(String version, String architecture) {
    return version + "-" + architecture;
  }

  private Optional<RegistryWay.Opened> opened() throws InterruptedException {
    return limited(REACH, way::open);
  }

  private static Optional<Offer> own(Registry registry, DelveNeed need)
      throws InterruptedException {
    String suffix = "-" + need.architecture();
    List<DelveVersion> versions = new ArrayList<>();
    for (String tag : tags(registry, REPOSITORY)) {
      if (tag.endsWith(suffix)) {
        DelveVersion.of(tag.substring(0, tag.length() - suffix.length()))
            .filter(need::isMetBy)
            .ifPresent(versions::add);
      }
    }
    versions.sort(Comparator.comparingInt(DelveVersion::minor));
    if (versions.isEmpty()) {
      return Optional.empty();
    }
    String version = versions.getLast().text();
    String tag = tag(version, need.architecture());
    return registry
        .source(REPOSITORY)
        .find(tag)
        .map(each -> new Offer(REPOSITORY + ":" + tag, version, layers(each), DelveImage.PROGRAM));
  }

  private static Optional<Offer> skaffold(Registry registry, DelveNeed need)
      throws InterruptedException {
    for (String repository : SKAFFOLD) {
      List<String> tags = tags(registry, repository);
      if (!tags.isEmpty()) {
        String tag = tags.contains("latest") ? "latest" : tags.getLast();
        Optional<Manifest> image = image(registry.source(repository), tag, need.architecture());
        if (image.isPresent()) {
          return Optional.of(
              new Offer(repository + ":" + tag, "", layers(image.get()), SKAFFOLD_PROGRAM));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Manifest> image(ImageSource source, String tag, String architecture)
      throws InterruptedException {
    Optional<Manifest> named = source.find(tag);
    if (named.isEmpty() || !named.get().isIndex()) {
      return named;
    }
    for (Descriptor each : named.get().children()) {
      if (each.platform().os().equals("linux")
          && each.platform().architecture().equals(architecture)) {
        return source.find(each.digest().text());
      }
    }
    return Optional.empty();
  }

  private static List<String> tags(Registry registry, String repository)
      throws InterruptedException {
    try {
      return registry.tags(repository);
    } catch (MooringException e) {
      if (e.problem().code() == Code.IMAGE_MISSING) {
        return List.of();
      }
      throw e;
    }
  }

  private static List<Descriptor> layers(Manifest manifest) {
    return manifest.document().at("layers").items().stream()
        .limit(MOST_LAYERS)
        .map(Descriptor::of)
        .toList();
  }

  /// The last layer that has it is the one that counts.
  private Optional<DelveBinary> fetch(Registry registry, Offer offer, DelveNeed need)
      throws InterruptedException {
    ImageSource source = registry.source(offer.image().replaceFirst(":[^:/]*$", ""));
    try {
      return workplace.use(
          directory -> {
            Path program = directory.resolve("dlv");
            for (Descriptor layer : offer.layers().reversed()) {
              if (LayerProgram.extract(
                  source, layer, offer.program(), need.architecture(), program)) {
                return Optional.of(keep(program, offer, need, layer));
              }
            }
            throw new IOException(Messages.of("it-has-no", offer.program()));
          });
    } catch (IOException e) {
      throw new Problem(
              Code.DELVE_MISSING,
              Messages.of("cannot-use", offer.image()),
              Printable.line(String.valueOf(e.getMessage()), 300),
              new Remedy.Advice(Messages.of("delete-it-so-that")))
          .raise(e);
    }
  }

  /// What names no version is not kept for programs of which nobody knows whether it fits them.
  private DelveBinary keep(Path program, Offer offer, DelveNeed need, Descriptor layer)
      throws IOException {
    return offer.version().isEmpty()
        ? kept.keepOther(program, "skaffold-" + layer.digest().hex(), offer.image())
        : kept.keep(program, offer.version(), need.architecture(), KeptDelves.REGISTRY);
  }

  private <T> T limited(Duration limit, Callable<T> work) throws InterruptedException {
    return Limit.within(limit, work)
        .orElseThrow(
            () ->
                new Problem(
                        Code.REGISTRY_UNREACHABLE,
                        Messages.of("cannot-use-the-registry"),
                        Messages.of("no-answer-within", limit.toSeconds()),
                        new Remedy.Command(Messages.of("check-it"), "mooring doctor"))
                    .raise());
  }
}
