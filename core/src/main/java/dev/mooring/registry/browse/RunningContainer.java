package dev.mooring.registry.browse;

import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.List;

/// One container of a pod, as the kubelet reports it.
///
/// @param image the name it was started with
/// @param imageId what the runtime resolved it to: a name with a digest, or an image id
public record RunningContainer(
    String namespace, String pod, String container, String image, String imageId) {

  private static final List<String> STATUSES =
      List.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses");

  /// All containers of a pod that have an image, init and ephemeral ones included.
  public static List<RunningContainer> of(Document pod) {
    List<RunningContainer> containers = new ArrayList<>();
    for (String statuses : STATUSES) {
      for (Document status : pod.at("status", statuses).items()) {
        String imageId = status.at("imageID").textOrEmpty();
        if (!imageId.isEmpty()) {
          containers.add(
              new RunningContainer(
                  pod.at("metadata", "namespace").textOrEmpty(),
                  pod.at("metadata", "name").textOrEmpty(),
                  status.at("name").textOrEmpty(),
                  status.at("image").textOrEmpty(),
                  imageId));
        }
      }
    }
    return containers;
  }
}
