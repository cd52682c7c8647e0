package dev.mooring.stack.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A program that builds or pushes images. Each has a template in the resources of this room, under
/// the name of the file that it reads.
public enum BuildTool {
  SKAFFOLD("Skaffold", "skaffold.yaml", true),
  KANIKO("Kaniko", "kaniko.yaml", true),
  BUILDKIT("BuildKit", "buildkit.yaml", true),
  TEKTON("Tekton", "tekton.yaml", true),
  KO("ko", "ko.sh", false),
  JIB("Jib", "jib.xml", false),
  DOCKER("Docker", "docker.sh", false),
  BUILDAH("Buildah", "buildah.conf", false),
  PODMAN("Podman", "buildah.conf", false),
  /// Builds nothing, but its nodes need a file to pull.
  CRIO("CRI-O", "crio.conf", false),
  /// Builds nothing either, but leads its nodes' pulls to a cache.
  CONTAINERD("containerd", "hosts.toml", false);

  private final String title;
  private final String file;
  private final boolean inCluster;

  BuildTool(String title, String file, boolean inCluster) {
    this.title = title;
    this.file = file;
    this.inCluster = inCluster;
  }

  /// As commands write it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// As its project writes it.
  public String title() {
    return title;
  }

  /// What the configuration is usually called.
  public String file() {
    return file;
  }

  /// Whether it pushes from a pod, as a builder.
  public boolean inCluster() {
    return inCluster;
  }

  /// Whether it is a node's, which can be set up before there is a registry.
  public boolean onNodes() {
    return this == CRIO || this == CONTAINERD;
  }

  public static Optional<BuildTool> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }
}
