package dev.mooring.desktop.shell;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Context;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.job.Jobs;
import dev.mooring.job.Subscription;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where the window gets contexts from. Calls block and are made in the background, except
/// [Opened#screens].
public interface Contexts {

  /// Where they come from, for the face that has none: "~/.kube/config".
  String source();

  /// Whether there is a kubeconfig at all.
  boolean exist();

  /// @throws dev.mooring.problem.MooringException when the kubeconfig is broken
  List<Context> list();

  /// Tells that the list has changed, on any thread.
  default Subscription follow(Runnable changed) {
    return () -> {};
  }

  /// Opens a context, or gives the one that is open already.
  ///
  /// @param name null for the current one
  Opened open(@Nullable String name);

  /// A context that is open and stays open when another is shown.
  interface Opened {
    Context context();

    Cluster cluster();

    Jobs jobs();

    Jobs reads();

    /// What makes each of the four screens, on the UI's thread and once; closed by the window.
    Map<Place, Supplier<Screen>> screens(Surface surface);
  }
}
