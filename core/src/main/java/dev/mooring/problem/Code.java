package dev.mooring.problem;

/// Which failure it is. The identifiers are stable: scripts see them in JSON output and the
/// documentation lists them.
public enum Code {
  ANSWER_CUT("answer-cut", "A connection ended before its answer was known to be complete"),
  CERTIFICATE_REFUSED(
      "certificate-refused", "The registry's sidecar does not accept this user's certificate"),
  DEBUG_NOT_POSSIBLE("debug-not-possible", "The verdict says that Delve cannot attach"),
  DIGEST_IN_USE("digest-in-use", "An index still refers to the digest"),
  DOCUMENT_UNREADABLE("document-unreadable", "A text is no valid JSON or YAML, or too large"),
  ENTRANCE_MISSING("entrance-missing", "The cluster has no entrance for laptops"),
  GENERAL("general", "A failure that has no code of its own"),
  IMAGE_CHANGED("image-changed", "The image changed after it was looked at"),
  IMAGE_MISSING("image-missing", "The registry has no such image"),
  IMAGE_UNREADABLE("image-unreadable", "What the registry holds under the name is no valid image"),
  ISTIOD_REFUSED("istiod-refused", "Istiod answered and issued no certificate that fits"),
  ISTIOD_UNREACHABLE("istiod-unreachable", "Istiod cannot be reached or does not answer"),
  ISTIOD_UNTRUSTED("istiod-untrusted", "What answers as istiod is not istiod by its certificate"),
  ISTIO_MISSING("istio-missing", "The cluster has no Istio"),
  LOCAL_USER_REFUSED(
      "local-user-refused", "Another user of this machine tried a port that uses your identity"),
  LOCAL_USER_UNKNOWN(
      "local-user-unknown", "The system doesn't say which of its users connected to a port"),
  MESH_ROOT_MISSING("mesh-root-missing", "The mesh's root certificate cannot be read"),
  MISSING_RIGHT("missing-right", "The user lacks a right that the action needs"),
  POD_NOT_STARTING("pod-not-starting", "A pod of the stack cannot start"),
  REGISTRY_CANNOT_DELETE("registry-cannot-delete", "The registry deletes nothing, or no tag alone"),
  REGISTRY_MISSING("registry-missing", "There is no registry where one was expected"),
  REGISTRY_UNGUARDED(
      "registry-unguarded", "The registry's port speaks plain text: no sidecar guards it"),
  REGISTRY_UNREACHABLE("registry-unreachable", "The registry is there and cannot be reached"),
  REGISTRY_UNTRUSTED("registry-untrusted", "No known authority vouches for the registry"),
  REGISTRY_WRONG_IDENTITY(
      "registry-wrong-identity", "Another workload answered in the registry's place");

  private final String id;
  private final String meaning;

  Code(String id, String meaning) {
    this.id = id;
    this.meaning = meaning;
  }

  /// The code of an identifier; [#GENERAL] for one that this version does not know.
  public static Code of(String id) {
    for (Code each : values()) {
      if (each.id.equals(id)) {
        return each;
      }
    }
    return GENERAL;
  }

  /// The stable identifier: "registry-missing".
  public String id() {
    return id;
  }

  /// What it stands for, as one line of the documentation.
  public String meaning() {
    return meaning;
  }
}
