package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Progress;
import dev.mooring.mesh.NoCertificate;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.envoy.Door;
import dev.mooring.stack.envoy.IngressDoor;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.DoorCertificate;
import dev.mooring.stack.render.DoorKeys;
import dev.mooring.stack.render.NodeEntrance;
import dev.mooring.stack.render.Rendering;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Gives a door that serves another certificate, while nobody who comes meets one that he does not
/// believe: first all believe old and new, then the door shows the new one, then the old one is
/// believed no more.
///
/// What is cut off at any point is begun anew by the next install.
final class CertificateRotation {
  /// What a kubelet takes to bring a change into pods that were told.
  private static final Duration TOLD = Duration.ofSeconds(10);

  /// And into pods that were not: its period, and what it adds by chance.
  private static final Duration UNTOLD = Duration.ofSeconds(100);

  private static final Duration ANSWERS = Duration.ofSeconds(5);

  private final Cluster cluster;
  private final Tunnels tunnels;
  private final StackOptions options;
  private final Progress progress;
  private final DoorCertificates certificates;

  CertificateRotation(Cluster cluster, Tunnels tunnels, StackOptions options, Progress progress) {
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.options = options;
    this.progress = progress;
    this.certificates = new DoorCertificates(cluster, options);
  }

  /// Where it is time; nothing where no door stands.
  void whenDue(Instant now) throws InterruptedException {
    Optional<DoorCertificate> there = certificates.standing();
    if (there.isPresent() && !certificates.good(there.get(), now) && door().isPresent()) {
      rotate(there.get(), certificates.fresh(now));
    }
  }

  void rotate(DoorCertificate old, DoorCertificate next) throws InterruptedException {
    progress.advance(
        Messages.of("renewing-the-certificate-of-the-door"), 0, 3, Progress.Unit.ITEMS);
    boolean told = believe(old.authority() + next.authority());
    Thread.sleep(told ? TOLD : UNTOLD);
    progress.advance(
        Messages.of("renewing-the-certificate-of-the-door"), 1, 3, Progress.Unit.ITEMS);
    cluster.apply(DoorKeys.secret(options, next));
    new Nudge(cluster).pods(options.namespace(), "app=" + Rendering.REGISTRY);
    boolean shown = awaitShown(next);
    progress.advance(
        Messages.of("renewing-the-certificate-of-the-door"), 2, 3, Progress.Unit.ITEMS);
    if (shown) {
      believe(next.authority());
      progress.step(Messages.of("renewed-the-certificate-of-the-door"));
    } else {
      // Believed until the next install; nobody has its key any longer.
      progress.step(Messages.of("the-door-still-shows-its-old"));
    }
  }

  private boolean believe(String authorities) throws InterruptedException {
    for (String namespace : DoorKeys.namespaces(options)) {
      cluster.apply(DoorKeys.authorities(options, namespace, authorities));
    }
    boolean builders = new DoorBuilders(cluster, options).believe(authorities);
    Nudge nudge = new Nudge(cluster);
    boolean ingress =
        options.additions().ingress().isNone()
            || nudge.pods(options.ingressNamespace(), "app=" + IngressDoor.NAME).isPresent();
    return nudge.pods(options.nodeNamespace(), "app=" + NodeEntrance.APP).isPresent()
        && ingress
        && builders;
  }

  private boolean awaitShown(DoorCertificate next) throws InterruptedException {
    long deadline = System.nanoTime() + UNTOLD.toNanos();
    while (System.nanoTime() < deadline) {
      if (shows(next)) {
        return true;
      }
      Thread.sleep(500);
    }
    return false;
  }

  private boolean shows(DoorCertificate next) throws InterruptedException {
    Optional<PodPort> door = door();
    if (door.isEmpty()) {
      return false;
    }
    try (ByteStream stream = tunnels.open(door.get())) {
      return NoCertificate.shown(stream, new Door(options).host(), ANSWERS)
          .equals(next.certificate());
    } catch (MooringException | IOException e) {
      return false;
    }
  }

  private Optional<PodPort> door() throws InterruptedException {
    return cluster.list(Kind.POD, options.namespace(), "app=" + Rendering.REGISTRY).stream()
        .filter(each -> each.ready() && !each.deleting())
        .map(KubeObject::name)
        .map(each -> new PodPort(options.namespace(), each, StackOptions.POD_PORT))
        .findFirst();
  }
}
