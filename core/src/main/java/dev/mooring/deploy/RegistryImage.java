package dev.mooring.deploy;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Platform;
import dev.mooring.registry.Registry;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// An image that is in one of the cluster's registries, as a workload can name it so that it stays
/// the same whatever becomes of its tags.
///
/// @param host under which nodes pull from the registry: "localhost:5000"
/// @param platforms none where the image names none
public record RegistryImage(
    String host, String repository, Digest digest, List<Platform> platforms) {

  public RegistryImage {
    platforms = List.copyOf(platforms);
  }

  /// Asks the registry what a tag or digest is now.
  ///
  /// @throws MooringException with the code IMAGE_MISSING where it has no such image
  public static RegistryImage find(
      Registry registry, String host, String repository, String reference)
      throws InterruptedException {
    String asked = reference.isEmpty() ? "latest" : reference;
    Digest digest =
        registry
            .digest(repository, asked)
            .orElseThrow(
                () -> missing(host + "/" + repository + (asked.contains(":") ? "@" : ":") + asked));
    return new RegistryImage(
        host, repository, digest, registry.summary(repository, digest.text()).platforms());
  }

  private static MooringException missing(String name) {
    return new Problem(
            Code.IMAGE_MISSING,
            Messages.of("cannot-deploy", name),
            Messages.of("the-registry-has-no-such-image"),
            new Remedy.Advice(Messages.of("push-it-first-or-choose-another")))
        .raise();
  }

  /// As a pod template names it: "localhost:5000/ana/app@sha256:...".
  public String name() {
    return host + "/" + repository + "@" + digest.text();
  }

  /// Refuses an image that no node of the cluster can run. Says nothing where this user can't list
  /// nodes: the scheduler then learns it.
  ///
  /// @throws MooringException with the code NODES_MISSING
  public void demandNodes(Cluster cluster) throws InterruptedException {
    if (platforms.isEmpty()) {
      return;
    }
    List<KubeObject> nodes;
    try {
      nodes = cluster.list(Kind.NODE, null, "");
    } catch (MooringException e) {
      if (e.problem().code() == Code.MISSING_RIGHT) {
        return;
      }
      throw e;
    }
    Set<String> theirs =
        nodes.stream()
            .map(each -> each.at("status", "nodeInfo"))
            .map(
                each ->
                    each.at("operatingSystem").textOrEmpty()
                        + "/"
                        + each.at("architecture").textOrEmpty())
            .filter(each -> !each.startsWith("/") && !each.endsWith("/"))
            .collect(Collectors.toCollection(TreeSet::new));
    boolean some =
        platforms.stream().anyMatch(each -> theirs.contains(each.os() + "/" + each.architecture()));
    if (!some && !theirs.isEmpty()) {
      throw new Problem(
              Code.NODES_MISSING,
              Messages.of("cannot-deploy", name()),
              Messages.of(
                  "no-node-runs-it",
                  platforms.stream().map(Platform::toString).collect(Collectors.joining(", ")),
                  String.join(", ", theirs)),
              new Remedy.Advice(Messages.of("build-it-for-the-nodes")))
          .raise();
    }
  }
}
