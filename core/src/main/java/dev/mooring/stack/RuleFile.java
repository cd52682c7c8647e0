package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Ownership;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// The rules that an Envoy of Mooring's goes by, in one ConfigMap. Two who change it at once both
/// get their change in.
///
/// @param app of the pods that read it
/// @param none where there is no file
record RuleFile<T>(
    Cluster cluster,
    StackOptions options,
    String namespace,
    String name,
    String app,
    Function<KubeObject, T> read,
    T none,
    Function<T, KubeObject> write) {
  /// Each attempt lost means that somebody else's change went in.
  private static final int ATTEMPTS = 10;

  private static final Duration AGAIN = Duration.ofSeconds(1);

  interface Change<T> {
    /// Nothing where it stays as it is.
    Optional<T> of(T rules);
  }

  T rules() throws InterruptedException {
    return there().map(read).orElse(none);
  }

  private Optional<KubeObject> there() throws InterruptedException {
    return cluster
        .get(Kind.CONFIG_MAP, namespace, name)
        .filter(each -> Ownership.belongs(each, options));
  }

  /// Applies only over what was read.
  ///
  /// @param missing what is wrong where there is no file to change
  /// @return false where nothing was to change
  boolean change(Change<T> change, Problem missing) throws InterruptedException {
    for (int i = 1; ; i++) {
      Optional<KubeObject> before = there();
      Optional<T> next = change.of(before.map(read).orElse(none));
      if (next.isEmpty()) {
        return false;
      }
      if (before.isEmpty()) {
        throw missing.raise();
      }
      try {
        cluster.apply(
            new KubeObject(
                write
                    .apply(next.get())
                    .document()
                    .with(before.get().resourceVersion(), "metadata", "resourceVersion")));
        nudge();
        return true;
      } catch (MooringException e) {
        if (e.problem().code() != Code.CONFLICT || i == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /// A kubelet that looks before its own watch has brought the change looks again only in a minute.
  private void nudge() throws InterruptedException {
    Nudge nudge = new Nudge(cluster);
    if (nudge.pods(namespace, "app=" + app).orElse(0) > 0) {
      Thread.sleep(AGAIN);
      nudge.pods(namespace, "app=" + app);
    }
  }
}
