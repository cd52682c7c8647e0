package dev.mooring.debug.delve;

import dev.mooring.job.Progress;
import dev.mooring.platform.Directories;
import dev.mooring.problem.MooringException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where Delve is looked for when no helper image is set, in this order: what was kept on this
/// computer, the cluster's registry, a build by the user's own Go. What was built is put into the
/// registry for others, meanwhile.
///
/// Thread-safe. Closing gives up what is not in the registry yet.
public final class DelveSources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DelveSources.class);

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final RegistryWay way;
  private final RegistryDelves registry;
  private final List<DelveSource> inOrder;
  private final Set<Thread> storing = ConcurrentHashMap.newKeySet();

  /// @param cache the user's cache directory
  /// @param way to the registry of the cluster in which is debugged
  public DelveSources(Path cache, RegistryWay way) {
    this(
        cache, way, new GoToolchains(System.getenv().getOrDefault("PATH", ""), Directories.home()));
  }

  DelveSources(Path cache, RegistryWay way, GoToolchains toolchains) {
    Path directory = cache.resolve("delve");
    KeptDelves kept = new KeptDelves(directory);
    Workplace workplace = new Workplace(directory);
    this.way = way;
    registry = new RegistryDelves(way, workplace, kept);
    inOrder = List.of(kept, registry, new GoBuild(toolchains, workplace, kept, this::store));
  }

  /// To the cluster's registry.
  public RegistryWay registryWay() {
    return way;
  }

  public List<DelveSource> inOrder() {
    return inOrder;
  }

  private void store(GoBuild.Built built, Progress progress) {
    Thread thread =
        Thread.ofVirtual()
            .name("delve-storing")
            .unstarted(
                () -> {
                  try {
                    if (registry.store(built)) {
                      progress.step(
                          Messages.of(
                              "stored",
                              RegistryDelves.REPOSITORY
                                  + ":"
                                  + RegistryDelves.tag(built.version(), built.architecture())));
                    }
                  } catch (MooringException e) {
                    progress.step(Messages.of("not-stored", e.problem().why()));
                  } catch (InterruptedException e) {
                    LOG.debug("Delve is not put into the registry", e);
                  } finally {
                    storing.remove(Thread.currentThread());
                  }
                });
    storing.add(thread);
    thread.start();
  }

  @Override
  public void close() {
    storing.forEach(Thread::interrupt);
    for (Thread each : storing) {
      try {
        each.join(LIMIT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
