package dev.mooring.debug.delve;

import dev.mooring.platform.Directories;
import java.nio.file.Path;
import java.util.List;

/// Where Delve is looked for when no helper image is set, in this order: what was kept on this
/// computer, the cluster's registry, a build by the user's own Go. Thread-safe.
public final class DelveSources {
  private final List<DelveSource> inOrder;

  DelveSources(List<DelveSource> inOrder) {
    this.inOrder = List.copyOf(inOrder);
  }

  /// @param cache the user's cache directory
  public static DelveSources ofUser(Path cache) {
    Path directory = cache.resolve("delve");
    KeptDelves kept = new KeptDelves(directory);
    String path = System.getenv().getOrDefault("PATH", "");
    return new DelveSources(
        List.of(
            kept,
            new GoBuild(
                new GoToolchains(path, Directories.home()),
                new Workplace(directory),
                kept,
                built -> {})));
  }

  public List<DelveSource> inOrder() {
    return inOrder;
  }
}
