package dev.mooring.problem;

/// Which failure it is. The identifiers are stable: scripts see them in JSON output and the
/// documentation lists them. One stands for what the user can do about it, not for the place where
/// it was met; a new one is worth it where that differs.
public enum Code {
  ADDRESS_NOT_AVAILABLE(
      "address-not-available", "This machine doesn't have the address to listen on"),
  ADDRESS_NOT_LOOPBACK("address-not-loopback", "The address is reachable from other machines"),
  ANSWER_CUT("answer-cut", "A connection ended before its response was known to be complete"),
  API_BUSY("api-busy", "The API server is too busy or not ready"),
  API_FAILED("api-failed", "The API server failed, or doesn't respond like Kubernetes"),
  API_UNTRUSTED(
      "api-untrusted", "TLS with the API server failed, or its certificate isn't trusted"),
  ARCHIVE_INVALID("archive-invalid", "The file isn't a readable image archive"),
  ATTACHMENT_MISSING("attachment-missing", "Nothing attached to the image has what was asked for"),
  BROWSER_MISSING("browser-missing", "No browser was found"),
  BUILDER_UNKNOWN("builder-unknown", "The builder doesn't exist"),
  CACHE_FIXED(
      "cache-fixed", "An existing registry can't become a cache, or a cache something else"),
  CACHE_TAKES_NO_PUSHES("cache-takes-no-pushes", "The registry is a cache and takes no pushes"),
  CANCELLED("cancelled", "You or another program stopped it"),
  CERTIFICATE_REFUSED(
      "certificate-refused", "The registry's sidecar doesn't accept the client certificate"),
  CLUSTER_UNREACHABLE("cluster-unreachable", "The API server can't be reached or isn't responding"),
  CONFIRMATION_NEEDED("confirmation-needed", "The action loses something and wasn't confirmed"),
  CONFLICT("conflict", "Someone else changed the object at the same time"),
  CONNECTION_LOST("connection-lost", "An open connection was lost"),
  CONTAINER_NEEDED("container-needed", "The pod has several containers, and none was chosen"),
  CONTEXT_MISSING(
      "context-missing", "The context isn't in the kubeconfig, or no context is selected"),
  CREDENTIALS_REFUSED("credentials-refused", "The API server rejects the credentials"),
  DEBUG_CONTAINER_FAILED("debug-container-failed", "The debug container didn't start, or exited"),
  DEBUG_CONTAINER_REFUSED(
      "debug-container-refused", "A cluster policy rejects the debug container"),
  DEBUG_IMAGE_MISSING(
      "debug-image-missing", "The node has no image with a shell for the debug container"),
  DEBUG_NOT_POSSIBLE("debug-not-possible", "The checks show that Delve can't attach"),
  DEBUG_NOT_PERMITTED(
      "debug-not-permitted", "The node's kernel doesn't let Delve trace the program"),
  DEBUG_PROCESS_UNCLEAR(
      "debug-process-unclear", "The container runs several Go programs: one has to be chosen"),
  DEBUG_PROGRAM_UNFIT(
      "debug-program-unfit", "The program isn't written in Go, or has no debug information"),
  DEBUG_SESSION_ENDED("debug-session-ended", "The debug session ended"),
  DEFECT("defect", "Something went wrong in Mooring itself"),
  DELVE_FAILED("delve-failed", "Delve couldn't attach, rejected a call, or isn't responding"),
  DELVE_MISSING("delve-missing", "Mooring found no Delve for the program, and couldn't build one"),
  DENIED_BY_POLICY("denied-by-policy", "An admission policy of the cluster denies it"),
  DIGEST_IN_USE("digest-in-use", "An index or a pod still uses the digest"),
  DIGEST_MISMATCH("digest-mismatch", "The content doesn't match its digest"),
  DISK_FULL("disk-full", "The disk is full"),
  DISPLAY_MISSING("display-missing", "There is no display to show the window on"),
  DOCUMENT_UNREADABLE(
      "document-unreadable", "A document isn't valid JSON or YAML, or is too large"),
  EDITOR_NOT_OPENED("editor-not-opened", "An editor couldn't be opened at the session"),
  EGRESS_FAILED("egress-failed", "The registry's egress isn't working or can't reach the host"),
  EGRESS_REFUSED(
      "egress-refused", "The registry's egress doesn't lead to the host for this identity"),
  ENGINE_FAILED("engine-failed", "Docker or Podman returned an error"),
  ENGINE_UNREACHABLE("engine-unreachable", "Docker or Podman can't be reached"),
  ENTRANCE_MISSING("entrance-missing", "The registry has no entrance for laptops"),
  FILE_EXISTS("file-exists", "The file already exists"),
  FILE_NOT_READABLE("file-not-readable", "A file is missing or can't be read"),
  FILE_NOT_WRITABLE("file-not-writable", "A file can't be written"),
  FORWARD_EXISTS("forward-exists", "A forward with that name or target already exists"),
  FORWARD_FAILED("forward-failed", "The action failed for some forwards"),
  FORWARD_NOT_RUNNING("forward-not-running", "The forward isn't active"),
  FORWARD_UNKNOWN("forward-unknown", "No forward or group has that name"),
  GARBAGE_NOT_COLLECTED(
      "garbage-not-collected", "The registry's garbage collection failed; images are unharmed"),
  GENERAL("general", "Any failure without a code of its own"),
  IMAGE_CHANGED("image-changed", "The image changed after the action was planned"),
  IMAGE_INCOMPLETE("image-incomplete", "A part of the image is missing"),
  IMAGE_MISSING("image-missing", "The registry has no such image"),
  IMAGE_NOT_PULLED("image-not-pulled", "The nodes can't pull an image"),
  IMAGE_UNREADABLE("image-unreadable", "The image in the registry is invalid"),
  INGRESS_MISSING("ingress-missing", "The registry has no ingress"),
  INGRESS_NOT_POSSIBLE(
      "ingress-not-possible", "No gateway or ingress class can serve the host over HTTPS"),
  INSTALL_BLOCKED("install-blocked", "The checks found a blocker for the installation"),
  INSTALL_CANCELLED("install-cancelled", "The installation was canceled"),
  INSTALL_ROLLED_BACK(
      "install-rolled-back", "The installation failed, and what was there before was put back"),
  INVALID_LINK("invalid-link", "The mooring:// link doesn't open a forward"),
  INVALID_NAME("invalid-name", "The name is invalid"),
  INVALID_OBJECT("invalid-object", "The API server reports that the object is invalid"),
  INVALID_PORT("invalid-port", "It isn't a port or a port pair"),
  INVALID_TARGET("invalid-target", "It isn't a target to forward to or debug"),
  INVALID_VALUE("invalid-value", "A setting or option has an invalid value"),
  ISTIO_MISSING("istio-missing", "Istio isn't installed in the cluster"),
  ISTIOD_REFUSED("istiod-refused", "istiod didn't issue a usable certificate"),
  ISTIOD_UNREACHABLE("istiod-unreachable", "istiod can't be reached or isn't responding"),
  ISTIOD_UNTRUSTED(
      "istiod-untrusted", "The mesh root certificate doesn't verify istiod's certificate"),
  KUBECONFIG_INVALID("kubeconfig-invalid", "The kubeconfig, or a file it refers to, is invalid"),
  KUBECONFIG_MISSING("kubeconfig-missing", "There is no kubeconfig"),
  KUBECTL_MISSING("kubectl-missing", "kubectl isn't installed or isn't in your PATH"),
  LIBRARY_MISSING("library-missing", "A library of the system that the window needs is missing"),
  LISTS_OUTDATED("lists-outdated", "The lists are being reloaded"),
  LOCAL_USER_REFUSED(
      "local-user-refused",
      "Another user of this machine tried to use a port that uses your identity"),
  LOCAL_USER_UNKNOWN(
      "local-user-unknown", "The operating system doesn't report which user connected to a port"),
  LOGIN_FAILED("login-failed", "The credential plugin or identity provider gave no credentials"),
  LOGIN_START_FAILED("login-start-failed", "The start at login couldn't be changed"),
  MESH_ROOT_MISSING("mesh-root-missing", "The mesh root certificate can't be read"),
  MISSING_RIGHT("missing-right", "You don't have a permission that the action needs"),
  MOORING_CLOSING("mooring-closing", "Mooring is shutting down or disconnecting"),
  MOORING_OTHER_VERSION("mooring-other-version", "The running Mooring has another version"),
  MOORING_SILENT("mooring-silent", "The running Mooring isn't responding"),
  NAME_AMBIGUOUS("name-ambiguous", "The name is ambiguous"),
  NAMESPACE_TAKEN("namespace-taken", "The namespace belongs to something else or is being deleted"),
  NO_DEBUG_CLIENT(
      "no-debug-client", "A web page or another program that isn't a debugger used a debug port"),
  NODE_SILENT("node-silent", "A node isn't responding"),
  NODES_MISSING("nodes-missing", "The cluster has no suitable node"),
  NOT_A_REGISTRY("not-a-registry", "The server isn't a registry"),
  NOT_A_WRITER("not-a-writer", "The identity can't push there"),
  NOT_ALLOWED("not-allowed", "The registry's policies don't allow it"),
  NOT_FOUND("not-found", "The object doesn't exist in the cluster"),
  NOT_READY("not-ready", "It wasn't ready in time"),
  NOTHING_LISTENS("nothing-listens", "Nothing is listening on the port in the pod"),
  OBJECT_OF_OTHERS("object-of-others", "An object of that name belongs to someone else"),
  OLDER_MOORING("older-mooring", "The registry was installed by a newer Mooring"),
  PLUGIN_REFUSED("plugin-refused", "The user's kuberc does not allow the credential plugin"),
  POD_GONE("pod-gone", "The pod was deleted"),
  POD_NOT_STARTING("pod-not-starting", "A pod of the registry can't start"),
  POD_PORT_TAKEN("pod-port-taken", "Another listener uses the port in the builder's pods"),
  POD_UNREACHABLE("pod-unreachable", "A connection into the pod failed"),
  PORT_TAKEN("port-taken", "Another program uses the local port"),
  PORT_UNKNOWN("port-unknown", "The port to forward to is unknown"),
  PROXY_INVALID("proxy-invalid", "The proxy setting is invalid"),
  REGISTRY_BUSY("registry-busy", "The registry is rate-limiting requests"),
  REGISTRY_CANNOT_DELETE(
      "registry-cannot-delete",
      "The registry doesn't support deletion, or deletion of a single tag"),
  REGISTRY_FAILED("registry-failed", "The registry failed"),
  REGISTRY_LOGIN_NEEDED("registry-login-needed", "The registry requires authentication"),
  REGISTRY_MISSING("registry-missing", "There is no registry where one was expected"),
  REGISTRY_OUTDATED(
      "registry-outdated", "An older Mooring installed the registry, which lacks a required part"),
  REGISTRY_READ_ONLY("registry-read-only", "The registry is read-only at the moment"),
  REGISTRY_UNGUARDED(
      "registry-unguarded", "The registry's port uses plaintext: no sidecar protects it"),
  REGISTRY_UNREACHABLE("registry-unreachable", "The registry exists but can't be reached"),
  REGISTRY_UNTRUSTED("registry-untrusted", "The registry's certificate isn't trusted"),
  REGISTRY_WRONG_IDENTITY(
      "registry-wrong-identity", "Another workload responded instead of the registry"),
  REHEARSAL_IN_PROGRESS(
      "rehearsal-in-progress", "A change to who can push is already being rehearsed"),
  REHEARSAL_NOT_POSSIBLE(
      "rehearsal-not-possible", "The registry's proxy can't rehearse who can push"),
  REHEARSAL_UNKNOWN("rehearsal-unknown", "Nothing is in rehearsal"),
  ROLLBACK_FAILED(
      "rollback-failed", "The installation failed, and what was there before couldn't be put back"),
  SERVICE_NOT_OFFERED(
      "service-not-offered", "Laptops can't reach the service's sidecar: no entrance leads to it"),
  SETTINGS_NOT_READ("settings-not-read", "The settings file couldn't be read"),
  SETTINGS_NOT_SAVED("settings-not-saved", "The settings couldn't be saved"),
  SIDECAR_MISSING("sidecar-missing", "The server uses plaintext: no sidecar protects it"),
  SNAPSHOT_FAILED("snapshot-failed", "A snapshot of a program couldn't be taken"),
  SNAPSHOT_LACKS("snapshot-lacks", "The snapshot doesn't contain what was asked for"),
  SNAPSHOT_MISSING("snapshot-missing", "There is no snapshot of that name"),
  STILL_DELETING("still-deleting", "The object is still being deleted"),
  STORAGE_CLASS_FIXED(
      "storage-class-fixed", "The StorageClass of an existing volume can't be changed"),
  TLS_FAILED("tls-failed", "A TLS handshake failed"),
  TOKEN_NOT_ISSUED("token-not-issued", "The API server issued no token"),
  TOKEN_REFUSED("token-refused", "The registry doesn't accept the Kubernetes token"),
  TOKEN_RULE_UNKNOWN("token-rule-unknown", "No token rule has that claim and value"),
  TOO_MANY_CONNECTIONS("too-many-connections", "The limit of open connections is reached"),
  TOO_MANY_REPOSITORIES(
      "too-many-repositories", "The registry has more repositories than Mooring reads"),
  VOLUME_UNUSABLE("volume-unusable", "The registry's volume is full, can't be written, or is gone"),
  WRITER_NOT_ALLOWED("writer-not-allowed", "That account can never be a writer"),
  WRITER_UNKNOWN("writer-unknown", "The writer doesn't exist");

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
