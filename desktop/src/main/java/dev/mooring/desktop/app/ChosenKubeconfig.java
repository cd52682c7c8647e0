package dev.mooring.desktop.app;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Context;
import dev.mooring.cluster.Kubeconfig;
import dev.mooring.job.Subscription;
import dev.mooring.problem.MooringException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// kubectl's own kubeconfig; where that has no context, the file that the user chose in the window.
final class ChosenKubeconfig implements Kubeconfig {
  private final Kubeconfig usual;
  private final Supplier<String> chosen;
  private final Function<Path, Kubeconfig> reader;

  /// @param chosen a path; empty for none. Asked for only where it is needed
  ChosenKubeconfig(Kubeconfig usual, Supplier<String> chosen, Function<Path, Kubeconfig> reader) {
    this.usual = usual;
    this.chosen = chosen;
    this.reader = reader;
  }

  private Kubeconfig now() {
    if (usual.exists() && (broken() || !usual.contexts().isEmpty())) {
      return usual;
    }
    String path = chosen.get();
    return path.isEmpty() || !Files.isReadable(Path.of(path)) ? usual : reader.apply(Path.of(path));
  }

  /// That is a fault to be shown, and no reason to read another.
  private boolean broken() {
    try {
      usual.contexts();
      return false;
    } catch (MooringException e) {
      return true;
    }
  }

  @Override
  public String source() {
    return now().source();
  }

  @Override
  public boolean exists() {
    return now().exists();
  }

  @Override
  public List<Context> contexts() {
    return now().contexts();
  }

  /// Follows the usual places: once a context is there, it counts.
  @Override
  public Subscription follow(Consumer<List<Context>> consumer) {
    Kubeconfig other = now();
    Subscription first = usual.follow(consumer);
    if (other.equals(usual)) {
      return first;
    }
    Subscription second = other.follow(consumer);
    return () -> {
      first.close();
      second.close();
    };
  }

  @Override
  public Cluster connect(@Nullable String context) {
    return now().connect(context);
  }
}
