package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Quantity;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Rendering;
import dev.mooring.tunnel.Tunnels;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether a registry's volume is there, has room and can be written.
final class VolumeCheck {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeCheck.class);
  private static final String ID = "stack.volume";
  private static final String SUBJECT = Messages.of("volume");

  private final Cluster cluster;
  private final StackOptions options;

  VolumeCheck(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  /// What the claim says; changes nothing.
  Finding claimed() throws InterruptedException {
    Optional<KubeObject> claim = claim();
    if (claim.isEmpty()) {
      boolean installed =
          cluster.get(Kind.DEPLOYMENT, options.namespace(), Rendering.REGISTRY).isPresent();
      return installed
          ? Finding.blocker(ID, SUBJECT, Messages.of("the-claim-is-missing"), restore())
          : Finding.ok(ID, SUBJECT, Messages.of("there-is-none-yet"));
    }
    return switch (claim.get().at("status", "phase").textOrEmpty()) {
      case "Lost" -> Finding.blocker(ID, SUBJECT, Messages.of("its-volume-is-lost"), restore());
      case "Pending" ->
          Finding.warning(
              ID,
              SUBJECT,
              Messages.of("waits-for-a-volume"),
              new Remedy.Command(
                  Messages.of("see-what-it-waits-for"),
                  "kubectl -n " + options.namespace() + " describe pvc " + Rendering.REGISTRY));
      default -> Finding.ok(ID, SUBJECT, Messages.of("bound-with", size(claim.get())));
    };
  }

  /// What a pod on the volume finds; nothing while the registry has no pod either. Takes a few
  /// seconds.
  Optional<Finding> measured() throws InterruptedException {
    Finding claimed = claimed();
    if (claimed.level() != Finding.Level.OK) {
      return Optional.of(claimed);
    }
    VolumePod pod = new VolumePod(cluster, options);
    try {
      Optional<KubeObject> registry = pod.neighbour();
      if (registry.isEmpty()) {
        return Optional.empty();
      }
      Optional<VolumeState> asked = pod.ask(registry.get());
      return Optional.of(
          asked.isEmpty() ? unknown(Messages.of("its-pod-did-not-tell")) : judged(asked.get()));
    } catch (MooringException e) {
      return Optional.of(unknown(e.problem().why()));
    }
  }

  /// What the registry's own pod finds where this user may run a command in it, beside what the
  /// claim says. Makes nothing, and takes a second.
  ///
  /// @return nothing where that cannot be told: no permission, no pod, no answer
  Optional<Finding> glanced(Tunnels tunnels) throws InterruptedException {
    try {
      Finding claimed = claimed();
      if (claimed.level() != Finding.Level.OK) {
        return Optional.of(claimed);
      }
      Optional<KubeObject> registry = new VolumePod(cluster, options).neighbour();
      if (registry.isEmpty()) {
        return Optional.empty();
      }
      Optional<VolumeState> state = new VolumeGlance(tunnels).at(registry.get());
      return state.isEmpty() ? Optional.empty() : Optional.of(judged(state.get()));
    } catch (MooringException e) {
      LOG.debug("Nothing is known of the volume", e);
      return Optional.empty();
    }
  }

  private Finding judged(VolumeState state) throws InterruptedException {
    String room = Messages.of("free-of", gigabytes(state.free()), gigabytes(state.size()));
    if (state.full()) {
      return Finding.blocker(ID, SUBJECT, Messages.of("is-full", room), room());
    }
    if (!state.writable()) {
      return Finding.blocker(
          ID,
          SUBJECT,
          Messages.of("cannot-be-written", state.refused()),
          new Remedy.Advice(Messages.of("check-the-storage")));
    }
    return state.nearlyFull()
        ? Finding.warning(ID, SUBJECT, Messages.of("is-nearly-full", room), room())
        : Finding.ok(ID, SUBJECT, room);
  }

  private static Finding unknown(String why) {
    return Finding.warning(
        ID,
        SUBJECT,
        Messages.of("could-not-be-looked-at", why),
        new Remedy.Advice(Messages.of("check-the-storage")));
  }

  private static Remedy restore() {
    return new Remedy.Command(Messages.of("install-again-then-restore"), "mooring install");
  }

  /// More room where the class gives it, else less in it.
  private Remedy room() throws InterruptedException {
    String name = options.isDefault() ? "" : " --registry " + options.registry();
    Optional<KubeObject> claim = claim();
    if (claim.isPresent() && grows(claim.get())) {
      long doubled = Math.max(1, 2 * (Quantity.bytes(size(claim.get())).orElse(0L) >> 30));
      return new Remedy.Command(
          Messages.of("grow-the-volume"),
          "mooring install --storage-size " + doubled + "Gi" + name);
    }
    return new Remedy.Command(
        Messages.of("free-space"), "mooring collect-garbage --untagged" + name);
  }

  private boolean grows(KubeObject claim) throws InterruptedException {
    String named = claim.at("spec", "storageClassName").textOrEmpty();
    try {
      return !named.isEmpty()
          && cluster
              .get(Kind.STORAGE_CLASS, null, named)
              .filter(each -> each.at("allowVolumeExpansion").isTrue())
              .isPresent();
    } catch (MooringException e) {
      return false;
    }
  }

  private Optional<KubeObject> claim() throws InterruptedException {
    return cluster.get(Kind.VOLUME_CLAIM, options.namespace(), Rendering.REGISTRY);
  }

  private static String size(KubeObject claim) {
    String capacity = claim.at("status", "capacity", "storage").textOrEmpty();
    return capacity.isEmpty()
        ? claim.at("spec", "resources", "requests", "storage").textOrEmpty()
        : capacity;
  }

  private static String gigabytes(OptionalLong bytes) {
    return bytes.isEmpty()
        ? "?"
        : String.format(java.util.Locale.ROOT, "%.1f GB", bytes.getAsLong() / 1e9);
  }
}
