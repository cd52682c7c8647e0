package dev.mooring.registry.remote;

import dev.mooring.platform.Directories;
import dev.mooring.registry.HttpRegistry;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Registry;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Opens registries elsewhere with the logins of Docker's configuration.
public final class RemoteRegistries {
  private final DockerConfig config;
  private final @Nullable Path cacheDirectory;

  /// @param cacheDirectory where manifests are kept by digest; null keeps them in memory
  public RemoteRegistries(DockerConfig config, @Nullable Path cacheDirectory) {
    this.config = config;
    this.cacheDirectory = cacheDirectory;
  }

  /// With what this user has.
  public static RemoteRegistries ofUser() {
    return new RemoteRegistries(
        DockerConfig.ofUser(), Directories.ofUser().cache().resolve("registry"));
  }

  /// The registry of an image. Nothing is asked before it is used.
  public Remote open(RemoteImage image) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    URI address = image.address();
    HttpRegistry registry =
        new HttpRegistry(
            address,
            image.host(),
            cacheDirectory,
            new TokenAuthorization(image.host(), address, config, client),
            null);
    return new Remote(image, registry, client);
  }

  /// An open registry elsewhere.
  public static final class Remote implements AutoCloseable {
    private final RemoteImage image;
    private final HttpRegistry registry;
    private final HttpClient tokens;

    private Remote(RemoteImage image, HttpRegistry registry, HttpClient tokens) {
      this.image = image;
      this.registry = registry;
      this.tokens = tokens;
    }

    /// The registry itself.
    public Registry registry() {
      return registry;
    }

    /// The repository of the image that it was opened for.
    public ImageSource source() {
      return registry.source(image.repository());
    }

    /// Ends running requests.
    @Override
    public void close() {
      registry.close();
      tokens.shutdownNow();
    }
  }
}
