package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.rights.Needs;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.StackOptions;
import java.util.Optional;

/// The one place on the cluster that says what a registry rehearses; nothing is kept elsewhere.
interface RehearsalStore {
  static RehearsalStore of(Cluster cluster, StackOptions options) {
    return switch (options.protection()) {
      case MESH -> new MeshRehearsal(cluster, options);
      case TOKENS -> new DoorRehearsal(cluster, options);
      case PLAIN -> new NoRehearsal();
    };
  }

  Optional<Rehearsed> current() throws InterruptedException;

  /// What beginning and ending one needs, and seeing what it shows.
  Needs needs();

  /// @param what cannot be done otherwise
  /// @throws dev.mooring.problem.MooringException where the registry's proxy would not rehearse, or
  /// would enforce what it is to rehearse
  void demandHonoured(String what) throws InterruptedException;

  /// @throws dev.mooring.problem.MooringException where one is under way
  void begin(Rehearsed rehearsed, String what) throws InterruptedException;

  /// Brings what is tried to the rules that are there now; without the rule that it is about, it
  /// ends.
  void follow() throws InterruptedException;

  /// @return false when there was none
  boolean end() throws InterruptedException;

  /// The container of the registry's pod that says who would have been refused.
  String container();
}
