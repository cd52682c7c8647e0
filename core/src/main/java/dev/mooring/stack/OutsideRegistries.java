package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.mesh.NamedRegistries;
import dev.mooring.mesh.NamedRegistry;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.http.WayOut;
import dev.mooring.registry.remote.RemoteImage;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The registries that a word can mean besides those that Mooring installed: the one place that
/// looks, for commands and window.
public record OutsideRegistries(Settings settings) {

  /// @param name what the user called it; empty for the one that the cluster announces
  public record Outside(String name, RegistryAddress place) {
    public boolean isAnnounced() {
      return name.isEmpty();
    }

    /// What commands take for it.
    public String word() {
      return isAnnounced() ? place.registry() : name;
    }
  }

  /// An added registry, and what its name stands before.
  ///
  /// @param image without a host: `ghcr.io/team/app` is a repository there
  public record Named(RegistryAddress place, ImageReference image) {}

  /// An image elsewhere.
  ///
  /// @param place the added registry that it was named by; empty for what Docker would ask
  public record Source(RemoteImage image, Optional<RegistryAddress> place) {
    private static Source of(Named named) {
      return new Source(
          new RemoteImage(
              named.place().registry(), named.image().repository(), named.image().reference()),
          Optional.of(named.place()));
    }

    /// Its registry, by the address and certificates of the one that was added.
    ///
    /// @param out how it is reached; closing it is the caller's
    public RemoteRegistries.Remote open(RemoteRegistries remotes, WayOut out) {
      return place.isPresent() ? remotes.open(place.get(), out) : remotes.open(image, out);
    }

    /// Where its registry is.
    public RegistryAddress at(RemoteRegistries remotes) {
      return place.orElseGet(() -> remotes.place(image));
    }
  }

  /// The added registry whose name or host an image name begins with.
  ///
  /// @throws dev.mooring.problem.MooringException when what follows is no image name
  public Optional<Named> named(String image) {
    int slash = image.indexOf('/');
    if (slash <= 0) {
      return Optional.empty();
    }
    return NamedRegistries.find(settings, image.substring(0, slash))
        .map(NamedRegistry::place)
        .map(place -> new Named(place, ImageReference.inside(image.substring(slash + 1))));
  }

  /// What a name means where the image comes from elsewhere: `company/team/app:1` is in the added
  /// registry `company`, any other name is what Docker takes it for.
  ///
  /// @throws dev.mooring.problem.MooringException when the text is no image name
  public Source source(String text) {
    return named(text)
        .map(Source::of)
        .orElseGet(() -> new Source(RemoteImage.parse(text), Optional.empty()));
  }

  /// @param word a name, or a host as image names have it
  /// @throws dev.mooring.problem.MooringException when the cluster cannot be asked
  public Optional<RegistryAddress> find(Cluster cluster, String word) throws InterruptedException {
    Optional<RegistryAddress> named =
        NamedRegistries.find(settings, word).map(NamedRegistry::place);
    // A name of the cluster's own has no port and no domain.
    if (named.isPresent() || !(word.contains(":") || word.contains("."))) {
      return named;
    }
    return AnnouncedRegistry.find(cluster).filter(each -> each.registry().equals(word));
  }

  /// Those that the user added; no cluster is asked.
  public List<Outside> added() {
    return NamedRegistries.all(settings).stream()
        .map(each -> new Outside(each.name(), each.place()))
        .toList();
  }

  /// Those and the one that the cluster announces.
  ///
  /// @throws dev.mooring.problem.MooringException when the cluster cannot be asked
  public List<Outside> all(Cluster cluster) throws InterruptedException {
    List<Outside> all = new ArrayList<>(added());
    Optional<RegistryAddress> announced = AnnouncedRegistry.find(cluster);
    if (announced.isPresent()
        && all.stream().noneMatch(each -> each.place().equals(announced.get()))) {
      all.add(new Outside("", announced.get()));
    }
    return List.copyOf(all);
  }
}
