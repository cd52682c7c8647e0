package dev.mooring.stack;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import java.util.Optional;

/// What a kubelet says of the image of a pod's only container.
///
/// @param there whether it was pulled, whatever became of the container
/// @param failing whether the last attempt failed; the kubelet tries again
/// @param reason the kubelet's word for where it is; may be empty
/// @param message what it says of a failure
record PulledImage(boolean there, boolean failing, String reason, String message) {

  static PulledImage of(Optional<KubeObject> pod) {
    Document status =
        pod.map(each -> each.at("status", "containerStatuses"))
            .flatMap(list -> list.stream().findFirst())
            .orElse(Document.nothing());
    Document waiting = status.at("state", "waiting");
    String reason = waiting.at("reason").textOrEmpty();
    boolean there =
        !status.at("state", "terminated").isNothing()
            || !status.at("state", "running").isNothing()
            || !status.at("imageID").textOrEmpty().isEmpty()
            || reason.equals("CreateContainerError")
            || reason.equals("RunContainerError");
    boolean failing = reason.equals("ErrImagePull") || reason.equals("ImagePullBackOff");
    return new PulledImage(there, failing, reason, waiting.at("message").textOrEmpty());
  }
}
