package dev.mooring.registry.browse;

import dev.mooring.document.Document;
import java.util.Set;

/// What a pod does with an image, the strongest use first.
public enum UseState {
  /// A container of it runs.
  RUNNING,

  /// A volume is made of it.
  MOUNTED,

  /// Its container is about to start.
  STARTING,

  /// Its container ran, ended, and waits for its next try.
  CRASHING,

  /// The node can't pull it, or can't start a container of it.
  CANNOT_START,

  /// Its container ran to its end, as init containers and jobs do. The node needs the image again
  /// when it sets the pod up anew.
  FINISHED;

  /// Reasons of the kubelet and of runtimes by which a container has never run.
  private static final Set<String> NEVER_RAN =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "ErrImageNeverPull",
          "InvalidImageName",
          "ImageInspectError",
          "RegistryUnavailable",
          "SignatureValidationFailed",
          "CreateContainerError",
          "CreateContainerConfigError",
          "PreCreateHookError",
          "PreStartHookError",
          "PostStartHookError",
          "RunContainerError",
          "StartError",
          "ContainerCannotRun");

  /// @param status an entry of a pod's `containerStatuses`
  static UseState of(Document status) {
    Document state = status.at("state");
    if (!state.at("running").isNothing()) {
      return RUNNING;
    }
    Document ended = state.at("terminated");
    if (!ended.isNothing()) {
      return neverRan(ended) ? CANNOT_START : FINISHED;
    }
    if (neverRan(state.at("waiting"))) {
      return CANNOT_START;
    }
    if (state.at("waiting", "reason").textOrEmpty().equals("CrashLoopBackOff")) {
      return neverRan(status.at("lastState", "terminated")) ? CANNOT_START : CRASHING;
    }
    return STARTING;
  }

  private static boolean neverRan(Document state) {
    return NEVER_RAN.contains(state.at("reason").textOrEmpty());
  }
}
