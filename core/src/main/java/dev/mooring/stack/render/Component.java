package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import java.util.List;

/// One part of the stack, whole: its objects, and what has to run for it to be ready.
interface Component {

  /// Its folder under `manifests/bases`.
  String base();

  List<KubeObject> objects();

  /// What runs its pods.
  default List<Workload> workloads() {
    return List.of();
  }
}
