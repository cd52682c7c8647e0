package dev.mooring.debug.container;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Images that a pod's node has already, and that can run the debug container's script: nothing is
/// pulled for it.
///
/// An image says nothing of what is in it, so they are known by their names.
public final class NodeImages {
  /// Each such container stays in the pod for good, so few are tried.
  private static final int MOST = 4;

  /// With a shell, small ones first. Official images of Docker Hub, and Istio's sidecar.
  private static final List<String> WITH_SHELL =
      List.of(
          "busybox",
          "registry",
          "alpine",
          "tools",
          "bash",
          "toolbox",
          "netshoot",
          "debian",
          "ubuntu",
          "proxyv2",
          "fedora",
          "rockylinux",
          "almalinux",
          "nginx",
          "httpd",
          "redis",
          "postgres",
          "mysql",
          "mariadb",
          "rabbitmq",
          "python",
          "node",
          "golang");

  private final Cluster cluster;

  public NodeImages(Cluster cluster) {
    this.cluster = cluster;
  }

  /// The likeliest first; the target's own, of which nobody knows, last.
  public List<DebugImage> of(TargetContainer target) throws InterruptedException {
    Set<String> there = new LinkedHashSet<>(ofPod(target.pod()));
    there.addAll(ofNode(target.pod().at("spec", "nodeName").textOrEmpty()));
    if (there.stream().noneMatch(NodeImages::hasShell)) {
      there.addAll(ofNeighbours(target.pod()));
    }
    String own = target.spec().at("image").textOrEmpty();
    List<String> known =
        there.stream()
            .filter(each -> !each.equals(own) && hasShell(each))
            .sorted(Comparator.comparingInt(NodeImages::rank))
            .limit(MOST - 1)
            .toList();
    Stream<String> all =
        hasShell(own)
            ? Stream.concat(Stream.of(own), known.stream())
            : Stream.concat(known.stream(), Stream.of(own));
    return all.map(DebugImage::onNode).toList();
  }

  /// Whether its name says so.
  static boolean hasShell(String image) {
    return rank(image) < WITH_SHELL.size();
  }

  /// Where it stands among those with a shell; after all of them when nobody knows.
  private static int rank(String image) {
    String name = image.replaceFirst("@.*", "");
    String last = name.substring(name.lastIndexOf('/') + 1);
    int colon = last.indexOf(':');
    String tag = colon < 0 ? "" : last.substring(colon + 1);
    String repository = colon < 0 ? last : last.substring(0, colon);
    if (Stream.of("distroless", "nanoserver", "windows").anyMatch(tag::contains)) {
      return WITH_SHELL.size();
    }
    for (int i = 0; i < WITH_SHELL.size(); i++) {
      // Mirrors put their own words before a name: mirrored-library-busybox.
      if (repository.equals(WITH_SHELL.get(i))
          || repository.endsWith("-library-" + WITH_SHELL.get(i))) {
        return i;
      }
    }
    return WITH_SHELL.size();
  }

  private static List<String> ofPod(KubeObject pod) {
    return Stream.of("containers", "initContainers")
        .flatMap(each -> pod.at("spec", each).stream())
        .map(each -> each.at("image").textOrEmpty())
        .filter(each -> !each.isEmpty())
        .toList();
  }

  /// The kubelet names the largest 50.
  private List<String> ofNode(String node) throws InterruptedException {
    List<String> images = new ArrayList<>();
    try {
      for (Document each :
          cluster
              .get(Kind.NODE, null, node)
              .map(n -> n.at("status", "images"))
              .orElse(Document.nothing())
              .items()) {
        each.at("names").texts().stream()
            .filter(name -> !name.contains("@"))
            .findFirst()
            .ifPresent(images::add);
      }
    } catch (MooringException e) {
      return List.of(); // many users may not look at nodes
    }
    return images;
  }

  private List<String> ofNeighbours(KubeObject pod) throws InterruptedException {
    String node = pod.at("spec", "nodeName").textOrEmpty();
    try {
      return cluster.list(Kind.POD, pod.namespace(), "").stream()
          .filter(each -> each.at("spec", "nodeName").textOrEmpty().equals(node))
          .filter(each -> each.at("status", "phase").textOrEmpty().equals("Running"))
          .flatMap(each -> ofPod(each).stream())
          .toList();
    } catch (MooringException e) {
      return List.of();
    }
  }
}
