package dev.mooring.stack.render;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;

/// What stands before the registry in its pod and hands requests to its socket.
interface RegistryFront {

  /// Of the pods.
  ObjectMeta meta(Meta meta);

  /// Shell that the registry's container runs before it is asked to end.
  String leave();

  /// Containers that start before the registry and end after it.
  List<Container> containers();

  /// What those mount beside the registry's socket.
  List<Volume> volumes();
}
