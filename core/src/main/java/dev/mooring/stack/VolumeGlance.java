package dev.mooring.stack;

import dev.mooring.cluster.KubeObject;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Tunnels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Looks at a registry's volume from the registry's own container, by a command that runs there.
/// It makes no pod, so it can be done every now and then; it needs `pods/exec`, which whoever
/// manages a registry has and whoever only pushes does not.
final class VolumeGlance {
  /// A container whose disk hangs answers nothing.
  private static final Duration LIMIT = Duration.ofSeconds(15);

  /// Far more than the script says.
  private static final int MOST = 4096;

  private final Tunnels tunnels;

  VolumeGlance(Tunnels tunnels) {
    this.tunnels = tunnels;
  }

  /// @return nothing where no answer came in time
  /// @throws dev.mooring.problem.MooringException where nothing can be run there
  Optional<VolumeState> at(KubeObject registry) throws InterruptedException {
    List<String> command =
        List.of("/bin/sh", "-c", "VOLUME=/var/lib/registry\n" + VolumeState.SCRIPT);
    try (ByteStream stream =
        tunnels.run(registry.namespace(), registry.name(), "registry", command)) {
      CompletableFuture<String> said = new CompletableFuture<>();
      Thread.ofVirtual().name("volume-glance").start(() -> read(stream, said));
      return Optional.of(said.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS))
          .filter(each -> !each.isBlank())
          .map(VolumeState::read);
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }

  private static void read(ByteStream stream, CompletableFuture<String> said) {
    try (InputStream input = stream.input()) {
      said.complete(new String(input.readNBytes(MOST), StandardCharsets.UTF_8));
    } catch (IOException e) {
      said.completeExceptionally(e);
    }
  }
}
