package dev.mooring.cluster;

import dev.mooring.problem.MooringException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The user's kubeconfig: which contexts there are, and a connection to one.
public interface Kubeconfig {

  /// Where it was read from, in the words of the KUBECONFIG variable.
  String source();

  /// False where no file exists at the usual places.
  boolean exists();

  /// @throws MooringException when a file is broken
  List<Context> contexts();

  /// Opens a context without talking to the server yet.
  ///
  /// @param context null for the current one
  /// @throws MooringException when there is no such context, or it refers to files or names that
  /// are not there
  Cluster connect(@Nullable String context);
}
