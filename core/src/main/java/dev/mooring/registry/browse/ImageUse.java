package dev.mooring.registry.browse;

import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One container or volume of a pod, and the image that it is of.
///
/// @param by the container or volume
/// @param image the name that the pod asks for: "localhost:5000/ana/app:3"
/// @param imageId what the runtime resolved it to, a name with a digest, or an image id; empty
/// where it says nothing
public record ImageUse(
    String namespace, String pod, String by, String image, String imageId, UseState state) {

  private static final Map<String, String> STATUSES =
      Map.of(
          "containers", "containerStatuses",
          "initContainers", "initContainerStatuses",
          "ephemeralContainers", "ephemeralContainerStatuses");

  /// All of a pod: containers of each kind, also those of which its node says nothing yet, and
  /// volumes of images.
  public static List<ImageUse> of(Document pod) {
    List<ImageUse> uses = new ArrayList<>();
    for (String kind : List.of("containers", "initContainers", "ephemeralContainers")) {
      Map<String, String> asked = new LinkedHashMap<>();
      pod.at("spec", kind).stream()
          .forEach(
              each -> asked.put(each.at("name").textOrEmpty(), each.at("image").textOrEmpty()));
      for (Document status : pod.at("status", STATUSES.getOrDefault(kind, "")).items()) {
        String name = status.at("name").textOrEmpty();
        // The runtime may report another name of the same content.
        String reported = status.at("image").textOrEmpty();
        String image = Objects.requireNonNullElse(asked.remove(name), reported);
        add(uses, pod, name, image, status.at("imageID").textOrEmpty(), UseState.of(status));
      }
      if (!hasEnded(pod)) {
        asked.forEach((name, image) -> add(uses, pod, name, image, "", UseState.STARTING));
      }
    }
    Map<String, String> digests = volumeDigests(pod);
    for (Document volume : pod.at("spec", "volumes").items()) {
      String name = volume.at("name").textOrEmpty();
      String image = volume.at("image", "reference").textOrEmpty();
      add(uses, pod, name, image, digests.getOrDefault(name, ""), UseState.MOUNTED);
    }
    return uses;
  }

  /// What never started in such a pod, as where it was evicted, never will.
  private static boolean hasEnded(Document pod) {
    String phase = pod.at("status", "phase").textOrEmpty();
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  private static void add(
      List<ImageUse> uses, Document pod, String by, String image, String id, UseState state) {
    if (!image.isEmpty() || !id.isEmpty()) {
      uses.add(
          new ImageUse(
              pod.at("metadata", "namespace").textOrEmpty(),
              pod.at("metadata", "name").textOrEmpty(),
              by,
              image,
              id,
              state));
    }
  }

  /// What the images of volumes were resolved to, where the cluster says it
  /// (ImageVolumeWithDigest).
  ///
  /// https://github.com/kubernetes/enhancements/issues/5365
  private static Map<String, String> volumeDigests(Document pod) {
    Map<String, String> digests = new HashMap<>();
    for (String statuses : STATUSES.values()) {
      pod.at("status", statuses).stream()
          .flatMap(each -> each.at("volumeMounts").stream())
          .forEach(
              mount -> {
                String digest = mount.at("volumeStatus", "image", "imageRef").textOrEmpty();
                if (!digest.isEmpty()) {
                  digests.put(mount.at("name").textOrEmpty(), digest);
                }
              });
    }
    return digests;
  }
}
