package dev.mooring.problem;

/// Which failure it is. The identifiers are stable: scripts see them in JSON output and the
/// documentation lists them.
public enum Code {
  ADDRESS_NOT_AVAILABLE(
      "address-not-available", "This machine does not have the address to listen on"),
  ADDRESS_NOT_LOOPBACK("address-not-loopback", "The address could be reached from other machines"),
  ANSWER_CUT("answer-cut", "A connection ended before its answer was known to be complete"),
  API_BUSY("api-busy", "The API server is too busy or not ready"),
  API_FAILED("api-failed", "The API server failed, or did not answer as Kubernetes does"),
  API_UNTRUSTED(
      "api-untrusted", "TLS with the API server failed, or its certificate cannot be trusted"),
  ARCHIVE_INVALID("archive-invalid", "The file is no image archive that can be read"),
  BROWSER_MISSING("browser-missing", "No program was found that opens a browser"),
  CANCELLED("cancelled", "It was asked to stop"),
  CERTIFICATE_REFUSED(
      "certificate-refused", "The registry's sidecar does not accept this user's certificate"),
  CLUSTER_UNREACHABLE("cluster-unreachable", "The API server cannot be reached or does not answer"),
  CONFIRMATION_NEEDED("confirmation-needed", "Something would be lost, and nobody confirmed it"),
  CONFLICT("conflict", "Someone else changed the object at the same time"),
  CONNECTION_LOST("connection-lost", "An open connection broke"),
  CONTEXT_MISSING("context-missing", "The kubeconfig does not have the context, or names none"),
  CREDENTIALS_REFUSED("credentials-refused", "The API server does not accept the credentials"),
  DEBUG_CONTAINER_FAILED("debug-container-failed", "The debug container did not start or ended"),
  DEBUG_CONTAINER_REFUSED(
      "debug-container-refused", "A policy of the cluster refuses the debug container"),
  DEBUG_IMAGE_MISSING("debug-image-missing", "No image that brings Delve is set"),
  DEBUG_NOT_POSSIBLE("debug-not-possible", "The verdict says that Delve cannot attach"),
  DEBUG_NOT_PERMITTED(
      "debug-not-permitted", "The node's kernel does not let Delve trace the program"),
  DEBUG_SESSION_ENDED("debug-session-ended", "The debug session ended"),
  DEFECT("defect", "Something went wrong in Mooring itself"),
  DELVE_FAILED("delve-failed", "Delve did not attach, refused a call or does not answer"),
  DENIED_BY_POLICY("denied-by-policy", "An admission policy of the cluster does not allow it"),
  DIGEST_IN_USE("digest-in-use", "An index still refers to the digest"),
  DIGEST_MISMATCH("digest-mismatch", "The content has another digest than the name says"),
  DISK_FULL("disk-full", "The disk has no room for it"),
  DISPLAY_MISSING("display-missing", "There is no display for the window"),
  DOCUMENT_UNREADABLE("document-unreadable", "A text is no valid JSON or YAML, or too large"),
  ENGINE_FAILED("engine-failed", "Docker or Podman refused or failed"),
  ENGINE_UNREACHABLE("engine-unreachable", "Docker or Podman cannot be reached"),
  ENTRANCE_MISSING("entrance-missing", "The cluster has no entrance for laptops"),
  FILE_EXISTS("file-exists", "The file is there already"),
  FILE_NOT_READABLE("file-not-readable", "A file is missing or cannot be read"),
  FILE_NOT_WRITABLE("file-not-writable", "A file cannot be written"),
  FORWARD_EXISTS("forward-exists", "A forward of that name or target is there already"),
  FORWARD_FAILED("forward-failed", "Some forwards did not do what was asked of them"),
  FORWARD_NOT_RUNNING("forward-not-running", "The forward does not run"),
  FORWARD_UNKNOWN("forward-unknown", "There is no forward or group of that name"),
  GENERAL("general", "A failure that has no code of its own"),
  IMAGE_CHANGED("image-changed", "The image changed after it was looked at"),
  IMAGE_INCOMPLETE("image-incomplete", "A part of the image is missing"),
  IMAGE_MISSING("image-missing", "The registry has no such image"),
  IMAGE_NOT_PULLED("image-not-pulled", "The nodes cannot pull an image"),
  IMAGE_UNREADABLE("image-unreadable", "What the registry holds under the name is no valid image"),
  INSTALL_BLOCKED("install-blocked", "The checks found something that rules out an install"),
  INSTALL_CANCELLED("install-cancelled", "An install was cut off before its end"),
  INVALID_LINK("invalid-link", "The mooring:// link does not open a forward"),
  INVALID_NAME("invalid-name", "The name has a form that cannot be used"),
  INVALID_OBJECT("invalid-object", "The API server finds the object not valid"),
  INVALID_PORT("invalid-port", "It is not a port or a pair of ports"),
  INVALID_TARGET("invalid-target", "It is not a target to forward to or debug"),
  INVALID_VALUE("invalid-value", "A setting or option has a value that cannot be used"),
  ISTIO_MISSING("istio-missing", "The cluster has no Istio"),
  ISTIOD_REFUSED("istiod-refused", "Istiod answered and issued no certificate that fits"),
  ISTIOD_UNREACHABLE("istiod-unreachable", "Istiod cannot be reached or does not answer"),
  ISTIOD_UNTRUSTED("istiod-untrusted", "What answers as istiod is not istiod by its certificate"),
  KUBECONFIG_INVALID("kubeconfig-invalid", "The kubeconfig, or what it refers to, cannot be used"),
  KUBECONFIG_MISSING("kubeconfig-missing", "There is no kubeconfig"),
  LIBRARY_MISSING("library-missing", "A library of the system that the window needs is missing"),
  LISTS_OUTDATED("lists-outdated", "The lists are being read again"),
  LOCAL_USER_REFUSED(
      "local-user-refused", "Another user of this machine tried a port that uses your identity"),
  LOCAL_USER_UNKNOWN(
      "local-user-unknown", "The system doesn't say which of its users connected to a port"),
  LOGIN_FAILED("login-failed", "The program or provider that logs in gave no credentials"),
  LOGIN_START_FAILED("login-start-failed", "Starting at login could not be changed"),
  MESH_ROOT_MISSING("mesh-root-missing", "The mesh's root certificate cannot be read"),
  MISSING_RIGHT("missing-right", "The user lacks a right that the action needs"),
  MOORING_CLOSING("mooring-closing", "Mooring is ending or disconnecting"),
  MOORING_OTHER_VERSION("mooring-other-version", "The running Mooring is of another version"),
  MOORING_SILENT("mooring-silent", "The running Mooring does not answer"),
  NAME_AMBIGUOUS("name-ambiguous", "The name fits several things"),
  NAMESPACE_TAKEN("namespace-taken", "The namespace belongs to something else or is being deleted"),
  NODE_SILENT("node-silent", "A node does not answer"),
  NODES_MISSING("nodes-missing", "The cluster has no node to try it on"),
  NOT_A_REGISTRY("not-a-registry", "What answers is not a registry"),
  NOT_A_WRITER("not-a-writer", "The identity cannot push there"),
  NOT_ALLOWED("not-allowed", "The registry's policies do not allow it"),
  NOT_FOUND("not-found", "There is no such object in the cluster"),
  NOT_READY("not-ready", "It was not ready in time"),
  NOTHING_LISTENS("nothing-listens", "Nothing listens on the port in the pod"),
  OBJECT_OF_OTHERS("object-of-others", "An object of that name belongs to somebody else"),
  OLDER_MOORING("older-mooring", "A newer Mooring installed the stack"),
  PLUGIN_REFUSED("plugin-refused", "The user's kuberc does not allow the credential plugin"),
  POD_GONE("pod-gone", "The pod was deleted"),
  POD_NOT_STARTING("pod-not-starting", "A pod of the stack cannot start"),
  POD_UNREACHABLE("pod-unreachable", "A connection into the pod failed"),
  PORT_TAKEN("port-taken", "Another program holds the local port"),
  PORT_UNKNOWN("port-unknown", "Nothing says which port to forward to"),
  PROXY_INVALID("proxy-invalid", "The proxy setting cannot be used"),
  REGISTRY_BUSY("registry-busy", "The registry gets too many requests"),
  REGISTRY_CANNOT_DELETE("registry-cannot-delete", "The registry deletes nothing, or no tag alone"),
  REGISTRY_FAILED("registry-failed", "The registry failed"),
  REGISTRY_LOGIN_NEEDED("registry-login-needed", "The registry asks for a login"),
  REGISTRY_MISSING("registry-missing", "There is no registry where one was expected"),
  REGISTRY_READ_ONLY("registry-read-only", "The registry takes no writes now"),
  REGISTRY_UNGUARDED(
      "registry-unguarded", "The registry's port speaks plain text: no sidecar guards it"),
  REGISTRY_UNREACHABLE("registry-unreachable", "The registry is there and cannot be reached"),
  REGISTRY_UNTRUSTED("registry-untrusted", "No known authority vouches for the registry"),
  REGISTRY_WRONG_IDENTITY(
      "registry-wrong-identity", "Another workload answered in the registry's place"),
  SETTINGS_NOT_READ("settings-not-read", "The settings file could not be read"),
  SETTINGS_NOT_SAVED("settings-not-saved", "The settings could not be saved"),
  SIDECAR_MISSING("sidecar-missing", "The peer speaks plain text: no sidecar guards it"),
  STILL_DELETING("still-deleting", "The object is marked for deletion and does not go"),
  STORAGE_CLASS_FIXED("storage-class-fixed", "The class of an existing volume cannot be changed"),
  TLS_FAILED("tls-failed", "A TLS handshake failed"),
  TOKEN_NOT_ISSUED("token-not-issued", "The API server issued no token"),
  TOO_MANY_CONNECTIONS("too-many-connections", "The limit of open connections is reached"),
  WRITER_NOT_ALLOWED("writer-not-allowed", "That account can never be a writer"),
  WRITER_UNKNOWN("writer-unknown", "There is no such writer");

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
