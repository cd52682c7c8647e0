package dev.mooring.registry;

import dev.mooring.document.Document;

/// The names of what a registry stores.
public final class MediaTypes {
  public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";
  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";
  public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
  public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
  public static final String DOCKER_LAYER_GZIP =
      "application/vnd.docker.image.rootfs.diff.tar.gzip";
  public static final String OCI_LAYER_TAR = "application/vnd.oci.image.layer.v1.tar";

  /// All four: without them a registry answers 404 for an image it has.
  public static final String ACCEPTED =
      String.join(", ", OCI_INDEX, OCI_MANIFEST, DOCKER_LIST, DOCKER_MANIFEST);

  private MediaTypes() {}

  /// Whether it names manifests.
  public static boolean isIndex(String mediaType) {
    return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_LIST);
  }

  /// Whether it names layers.
  public static boolean isImage(String mediaType) {
    return mediaType.equals(OCI_MANIFEST) || mediaType.equals(DOCKER_MANIFEST);
  }

  /// Whether it is one or the other.
  public static boolean isManifest(String mediaType) {
    return isIndex(mediaType) || isImage(mediaType);
  }

  /// Layers that registries are not meant to have; their descriptor carries the address.
  public static boolean isForeign(String mediaType) {
    return mediaType.contains("nondistributable") || mediaType.contains("foreign");
  }

  /// What a manifest is: what it says of itself, else what the registry said, else its shape (the
  /// field is optional in OCI manifests).
  public static String of(Document manifest, String said) {
    String own = manifest.at("mediaType").textOrEmpty();
    if (isManifest(own)) {
      return own;
    }
    if (own.isEmpty() && isManifest(said)) {
      return said;
    }
    if (own.isEmpty() && !manifest.at("manifests").isNothing()) {
      return OCI_INDEX;
    }
    if (own.isEmpty() && !manifest.at("layers").isNothing()) {
      return OCI_MANIFEST;
    }
    return own.isEmpty() ? said : own;
  }
}
