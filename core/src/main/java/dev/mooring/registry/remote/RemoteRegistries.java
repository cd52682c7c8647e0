package dev.mooring.registry.remote;

import dev.mooring.mesh.NamedRegistries;
import dev.mooring.mesh.NamedRegistry;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.platform.Directories;
import dev.mooring.registry.Registry;
import dev.mooring.registry.TagLog;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.http.BoundedClient;
import dev.mooring.registry.http.Reach;
import dev.mooring.registry.http.WayOut;
import dev.mooring.registry.tags.TagHistories;
import dev.mooring.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Opens registries elsewhere with the logins of Docker's configuration.
public final class RemoteRegistries {
  private final DockerConfig config;
  private final @Nullable Path cacheDirectory;
  private final Function<String, Optional<RegistryAddress>> known;
  private final Function<String, TagLog> logs;

  /// Registries that nobody has said more of than their names.
  public RemoteRegistries(DockerConfig config, @Nullable Path cacheDirectory) {
    this(config, cacheDirectory, host -> Optional.empty());
  }

  /// @param cacheDirectory where manifests are kept by digest; null keeps them in memory
  /// @param known how a host is reached and who vouches for it; empty for what Docker would do
  public RemoteRegistries(
      DockerConfig config,
      @Nullable Path cacheDirectory,
      Function<String, Optional<RegistryAddress>> known) {
    this(config, cacheDirectory, known, host -> TagLog.NONE);
  }

  /// @param logs what is told of the tags of a host
  public RemoteRegistries(
      DockerConfig config,
      @Nullable Path cacheDirectory,
      Function<String, Optional<RegistryAddress>> known,
      Function<String, TagLog> logs) {
    this.logs = logs;
    this.config = config;
    this.cacheDirectory = cacheDirectory;
    this.known = known;
  }

  /// With what this user has.
  public static RemoteRegistries ofUser(Supplier<Settings> settings) {
    TagHistories histories = new TagHistories(Directories.ofUser().state());
    return new RemoteRegistries(
        DockerConfig.ofUser(),
        Directories.ofUser().cache().resolve("registry"),
        host -> NamedRegistries.find(settings.get(), host).map(NamedRegistry::place),
        host -> histories.of("host/" + host));
  }

  /// The registry of an image. Nothing is asked before it is used.
  public Remote open(RemoteImage image) {
    return open(image, WayOut.OF_MACHINE);
  }

  /// @param out how it is reached; closing it is the caller's
  public Remote open(RemoteImage image, WayOut out) {
    return open(image.host(), place(image), out);
  }

  /// A registry at its own address.
  public Remote open(RegistryAddress place) {
    return open(place, WayOut.OF_MACHINE);
  }

  /// @param out as for an image
  public Remote open(RegistryAddress place, WayOut out) {
    return open(place.registry(), place, out);
  }

  /// Where the registry of an image is.
  public RegistryAddress place(RemoteImage image) {
    return known.apply(image.host()).orElseGet(() -> new RegistryAddress(image.address(), ""));
  }

  private Remote open(String host, RegistryAddress place, WayOut out) {
    Reach reach = Reach.of(place.authorities().isEmpty() ? null : place.tls(), out);
    BoundedClient tokens = new BoundedClient(reach);
    URI address = place.address();
    HttpRegistry registry =
        new HttpRegistry(
            address,
            host,
            cacheDirectory,
            new TokenAuthorization(host, address, config, tokens),
            reach,
            logs.apply(host));
    return new Remote(registry, tokens);
  }

  /// An open registry elsewhere.
  public static final class Remote implements AutoCloseable {
    private final HttpRegistry registry;
    private final BoundedClient tokens;

    private Remote(HttpRegistry registry, BoundedClient tokens) {
      this.registry = registry;
      this.tokens = tokens;
    }

    /// The registry itself.
    public Registry registry() {
      return registry;
    }

    /// Ends running requests.
    @Override
    public void close() {
      registry.close();
      tokens.close();
    }
  }
}
