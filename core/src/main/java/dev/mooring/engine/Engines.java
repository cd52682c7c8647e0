package dev.mooring.engine;

import dev.mooring.platform.Directories;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the engine of this machine.
public final class Engines {
  /// Connects to the engine at one address.
  @FunctionalInterface
  public interface Opener {
    /// @param certificates folder of client certificates; null without TLS
    /// @throws MooringException when no engine answers there
    Engine open(String address, @Nullable Path certificates) throws InterruptedException;
  }

  private Engines() {}

  /// The first engine that answers, tried in this order: DOCKER_HOST, the Docker context,
  /// CONTAINER_HOST, then the usual sockets of Docker, Docker Desktop and Podman. The caller closes
  /// it.
  ///
  /// @throws MooringException that lists every attempt and its reason when none answers
  public static Engine find(Opener opener) throws InterruptedException {
    return find(opener, System.getenv(), Directories.home(), System.getProperty("os.name", ""));
  }

  static Engine find(Opener opener, Map<String, String> environment, Path home, String os)
      throws InterruptedException {
    List<EngineAddress> addresses = EngineDiscovery.of(environment, home, os);
    List<String> attempts = new ArrayList<>();
    for (EngineAddress address : addresses) {
      if (!address.obstacle().isEmpty()) {
        attempts.add(address.name() + ": " + address.obstacle());
        continue;
      }
      try {
        return opener.open(address.address(), address.certificates());
      } catch (MooringException e) {
        attempts.add(address.name() + " (" + address.address() + "): " + e.problem().why());
      }
    }
    throw new Problem(
            Code.ENGINE_UNREACHABLE,
            Messages.of("docker-or-podman-isnt-running-on"),
            Messages.of("found-none-in-the-usual-places", attempts.size()),
            new Remedy.Advice(Messages.of("start-docker-or-podman-system-service")),
            String.join("\n", attempts))
        .raise();
  }
}
