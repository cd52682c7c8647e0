package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import java.util.List;

/// The one place on the cluster that says who can push to a registry.
interface WriterStore {
  static WriterStore of(Cluster cluster, StackOptions options) {
    return switch (options.protection()) {
      case MESH -> new MeshWriters(cluster, options);
      case TOKENS -> new DoorWriters(cluster, options);
      case PLAIN -> new NoWriters();
    };
  }

  /// By namespace and name.
  List<Writer> list() throws InterruptedException;

  /// Adds a writer, or changes the one of that name.
  void put(Writer writer) throws InterruptedException;

  /// @return false when there was none
  boolean remove(String namespace, String name) throws InterruptedException;
}
