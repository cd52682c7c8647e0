package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.Rendering;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Which digest the registry's image stands for.
final class Digests {
  private final Cluster cluster;
  private final StackOptions options;

  Digests(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  /// The image to run: what runs already where the same was asked for, else by digest where the
  /// nodes agree on one; empty where it stays as it was asked for.
  String resolve() throws InterruptedException {
    return resolve(options.image(), running(), StackOptions::image);
  }

  /// The same of the Envoys.
  String resolveEnvoy() throws InterruptedException {
    return resolve(
        options.pulled(options.envoyImage()),
        deployment().map(Readiness::envoyImage).orElse(""),
        each -> each.pulled(each.envoyImage()));
  }

  private String resolve(String asked, String running, Function<StackOptions, String> recorded)
      throws InterruptedException {
    if (asked.contains("@")) {
      return "";
    }
    if (!running.isEmpty()) {
      String before = new Recorded(cluster).options(options).map(recorded).orElse(running);
      if (before.equals(asked)) {
        return running;
      }
    }
    Set<String> known = new HashSet<>();
    for (KubeObject node : nodes()) {
      for (var image : node.at("status", "images").items()) {
        List<String> names = image.at("names").texts();
        if (names.contains(asked)) {
          names.stream()
              .filter(each -> each.startsWith(repository(asked) + "@"))
              .forEach(known::add);
        }
      }
    }
    return known.size() == 1 ? known.iterator().next() : "";
  }

  /// What to say of an image that runs by its tag.
  Finding finding() throws InterruptedException {
    String image = running();
    if (image.isEmpty() || image.contains("@")) {
      return Finding.ok(
          "stack.image",
          Messages.of("registry-image"),
          image.isEmpty() ? Messages.of("nothing-runs") : Messages.of("by-digest"));
    }
    String sentence = Messages.of("runs-by-its-tag-which-can", image);
    String digest = digest();
    return Finding.warning(
        "stack.image",
        Messages.of("registry-image"),
        sentence,
        digest.isEmpty()
            ? new Remedy.Advice(Messages.of("install-with-an-image-by-digest"))
            : new Remedy.Command(
                Messages.of("pin-it"), "mooring install --registry-image " + digest));
  }

  /// What the running pod's node resolved the tag to; nodes that were given the image by hand know
  /// no digest that could be pulled.
  private String digest() throws InterruptedException {
    return cluster.list(Kind.POD, options.namespace(), "app=" + Rendering.REGISTRY).stream()
        .flatMap(pod -> pod.at("status", "containerStatuses").stream())
        .filter(each -> each.at("name").textOrEmpty().equals("registry"))
        .map(each -> each.at("imageID").textOrEmpty())
        .filter(each -> each.startsWith(repository(options.image()) + "@sha256:"))
        .findFirst()
        .orElse("");
  }

  private String running() throws InterruptedException {
    return deployment().map(Readiness::image).orElse("");
  }

  private Optional<KubeObject> deployment() throws InterruptedException {
    return cluster
        .get(Kind.DEPLOYMENT, options.namespace(), Rendering.REGISTRY)
        .filter(each -> Ownership.belongs(each, options));
  }

  private List<KubeObject> nodes() throws InterruptedException {
    try {
      return cluster.list(Kind.NODE, null, "");
    } catch (MooringException e) {
      return List.of();
    }
  }

  private static String repository(String image) {
    int colon = image.lastIndexOf(':');
    return colon > image.lastIndexOf('/') ? image.substring(0, colon) : image;
  }
}
