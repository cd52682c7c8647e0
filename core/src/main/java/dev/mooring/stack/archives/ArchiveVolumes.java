package dev.mooring.stack.archives;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Printable;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.rights.Needs;
import dev.mooring.rights.Review;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Opens volumes of the cluster for archives. Blocking.
public final class ArchiveVolumes {
  /// A volume may have to be made, and attached to a node.
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final Duration GOES = Duration.ofSeconds(30);
  private static final Set<String> LASTING =
      Set.of("ErrImageNeverPull", "InvalidImageName", "CreateContainerConfigError");

  private final Cluster cluster;
  private final Tunnels tunnels;
  private final StackOptions options;

  /// @param options of the registry whose image the pods run, and whose volume is meant by default
  public ArchiveVolumes(Cluster cluster, Tunnels tunnels, StackOptions options) {
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.options = options;
  }

  /// To read archives.
  ///
  /// @throws dev.mooring.problem.MooringException when there is no such volume, or no pod can mount
  /// it
  public ArchiveVolume toRead(VolumePlace place, Progress progress) throws InterruptedException {
    return open(place, false, progress);
  }

  /// To store a layout.
  ///
  /// @throws dev.mooring.problem.MooringException as [#toRead]
  public ArchiveVolume toWrite(VolumePlace place, Progress progress) throws InterruptedException {
    return open(place, true, progress);
  }

  private ArchiveVolume open(VolumePlace asked, boolean writes, Progress progress)
      throws InterruptedException {
    VolumePlace place = asked.in(options);
    String what = Messages.of("cannot-use-the-volume", place.volume());
    Review.of(cluster, Needs.archives(place.namespace())).demand(what);
    demandClaim(what, place, asked.isOwn());
    clean(place.namespace());
    String name =
        "mooring-archives-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    KubeObject pod = new ArchivePod(options, place, name, image(), node(place), writes).object();
    progress.advance(Messages.of("mounting", place.volume()), 0, 0, Progress.Unit.ITEMS);
    boolean opened = false;
    cluster.apply(pod);
    try {
      await(what, pod);
      ArchiveVolume volume =
          new ArchiveVolume(
              new VolumeFolder(
                  place.volume(),
                  () ->
                      tunnels.exec(
                          place.namespace(), name, ArchivePod.CONTAINER, ArchivePod.SESSION)),
              place.path(),
              () -> remove(pod));
      opened = true;
      return volume;
    } finally {
      if (!opened) {
        remove(pod);
      }
    }
  }

  private void demandClaim(String what, VolumePlace place, boolean own)
      throws InterruptedException {
    Optional<KubeObject> claim = cluster.get(Kind.VOLUME_CLAIM, place.namespace(), place.claim());
    if (claim.isEmpty()) {
      throw new Problem(
              Code.NOT_FOUND,
              what,
              own
                  ? Messages.of("the-registry-has-no-volume-for-archives")
                  : Messages.of("there-is-no-such-claim"),
              own
                  ? new Remedy.Command(
                      Messages.of("add-one"),
                      "mooring install --archives 10Gi"
                          + (options.isDefault() ? "" : " --registry " + options.registry()))
                  : new Remedy.Command(
                      Messages.of("list-the-claims"), "kubectl get pvc -n " + place.namespace()))
          .raise();
    }
    if (claim.get().at("status", "phase").textOrEmpty().equals("Lost")) {
      throw new Problem(
              Code.VOLUME_UNUSABLE,
              what,
              Messages.of("its-volume-is-lost"),
              new Remedy.Advice(Messages.of("delete-the-claim-and-install-again")))
          .raise();
    }
  }

  /// The image that the nodes have already.
  private String image() throws InterruptedException {
    return cluster.list(Kind.POD, options.namespace(), "app=" + StackOptions.REGISTRY).stream()
        .flatMap(pod -> pod.at("spec", "containers").stream())
        .filter(each -> each.at("name").textOrEmpty().equals("registry"))
        .map(each -> each.at("image").textOrEmpty())
        .findFirst()
        .orElse(options.image());
  }

  /// Where a pod has the volume already: most can be on one node only.
  private String node(VolumePlace place) throws InterruptedException {
    return cluster.list(Kind.POD, place.namespace(), "").stream()
        .filter(pod -> !pod.deleting())
        .filter(pod -> pod.at("status", "phase").textOrEmpty().equals("Running"))
        .filter(pod -> mounts(pod, place.claim()))
        .map(pod -> pod.at("spec", "nodeName").textOrEmpty())
        .filter(each -> !each.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static boolean mounts(KubeObject pod, String claim) {
    return pod.at("spec", "volumes").stream()
        .anyMatch(
            each -> each.at("persistentVolumeClaim", "claimName").textOrEmpty().equals(claim));
  }

  private void await(String what, KubeObject pod) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Optional<KubeObject> now = cluster.get(Kind.POD, pod.namespace(), pod.name());
      String phase = now.map(each -> each.at("status", "phase").textOrEmpty()).orElse("Failed");
      if (phase.equals("Running") && now.filter(KubeObject::ready).isPresent()) {
        return;
      }
      String why = now.map(ArchiveVolumes::obstacle).orElse("");
      boolean over = phase.equals("Failed") || phase.equals("Succeeded");
      if (over || LASTING.stream().anyMatch(why::startsWith) || System.nanoTime() > deadline) {
        throw new Problem(
                Code.POD_NOT_STARTING,
                what,
                why.isEmpty() ? Messages.of("its-pod-did-not-start") : why,
                new Remedy.Command(
                    Messages.of("see-what-it-waits-for"),
                    "kubectl get events -n " + pod.namespace()))
            .raise();
      }
      Thread.sleep(200);
    }
  }

  /// Why it does not run yet, as far as its status says so.
  private static String obstacle(KubeObject pod) {
    Document waiting =
        pod.at("status", "containerStatuses").stream()
            .map(each -> each.at("state", "waiting"))
            .filter(each -> !each.isNothing())
            .findFirst()
            .orElse(Document.nothing());
    String reason = waiting.at("reason").textOrEmpty();
    if (!reason.isEmpty()) {
      return brief(reason + ": " + waiting.at("message").textOrEmpty());
    }
    Document scheduled = pod.condition("PodScheduled");
    return scheduled.at("status").textOrEmpty().equals("False")
        ? brief(scheduled.at("message").textOrEmpty())
        : brief(pod.at("status", "message").textOrEmpty());
  }

  private static String brief(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return Printable.cut(line, 300);
  }

  /// Those of runs that were killed end by themselves; here they go.
  private void clean(String namespace) throws InterruptedException {
    List<KubeObject> pods = cluster.list(Kind.POD, namespace, ArchivePod.selector(options));
    for (KubeObject each : pods) {
      if (Set.of("Succeeded", "Failed").contains(each.at("status", "phase").textOrEmpty())) {
        cluster.delete(Kind.POD, namespace, each.name(), GOES);
      }
    }
  }

  /// Also after a cancel, whose mark the deletion must not trip over.
  private void remove(KubeObject pod) throws InterruptedException {
    boolean cancelled = Thread.interrupted();
    try {
      cluster.delete(Kind.POD, pod.namespace(), pod.name(), GOES);
    } finally {
      if (cancelled) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
