package dev.mooring.cluster;

import dev.mooring.job.Subscription;
import dev.mooring.problem.MooringException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The user's kubeconfig: which contexts there are, and a connection to one. Connections follow the
/// files too: a new login counts at once, and one whose context is gone says so.
public interface Kubeconfig {

  /// Where it is read from, in the words of the KUBECONFIG variable, whether the files exist
  /// or not.
  String source();

  /// False where no file exists at the usual places.
  boolean exists();

  /// Read anew at each call. Files that do not exist hold none; of two with one name the first
  /// counts.
  ///
  /// @throws MooringException when a file is broken
  List<Context> contexts();

  /// Tells of the contexts after each change of the files, on a thread of its own. A file that is
  /// broken or half written changes nothing.
  default Subscription follow(Consumer<List<Context>> consumer) {
    return () -> {};
  }

  /// Opens a context without talking to the server or running a credential plugin yet. The
  /// caller closes it.
  ///
  /// @param context null for the current one
  /// @throws MooringException when there is no such context, or it refers to files or names that
  /// are not there
  Cluster connect(@Nullable String context);
}
