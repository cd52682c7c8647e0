package dev.mooring.debug.program;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.debug.delve.Limit;
import dev.mooring.debug.image.Images;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What containers run, found out without changing them: by their images in the cluster's registry,
/// and by a look at the process where the user may run programs there. What was found is kept for
/// the image's digest and the words that start it.
///
/// Thread-safe; the oldest are forgotten. Closing ends the way to the registry.
public final class Programs implements AutoCloseable {
  private static final int KEPT = 1000;
  private static final Duration GLANCE = Duration.ofMillis(1500);
  private static final Duration LOOK = Duration.ofMillis(2500);

  /// Whoever looks at a verdict and then attaches doesn't wait for the same answer twice.
  private static final Duration VAIN = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final Tunnels tunnels;
  private final Images images;
  private final Map<Key, TargetProgram> known = new LinkedHashMap<>();

  /// When nothing was found out.
  private final Map<Key, Long> vain = new HashMap<>();

  public Programs(Cluster cluster, Tunnels tunnels, Images images) {
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.images = images;
  }

  private record Key(String image, List<String> command, List<String> args) {
    static Key of(TargetContainer target) {
      return new Key(
          target.image(), target.spec().at("command").texts(), target.spec().at("args").texts());
    }
  }

  /// By the image's configuration alone, for many at once: no layer is read, nothing is run.
  public Optional<TargetProgram> glance(TargetContainer target, String architecture)
      throws InterruptedException {
    Optional<TargetProgram> kept = kept(target);
    return kept.isPresent()
        ? kept
        : keep(
            target,
            Limit.within(
                    GLANCE,
                    () ->
                        ProgramInImage.of(images, target, architecture)
                            .flatMap(ProgramInImage::named))
                .flatMap(each -> each));
  }

  /// By all that is there, for one.
  public Optional<TargetProgram> look(TargetContainer target, String architecture)
      throws InterruptedException {
    Optional<TargetProgram> kept = kept(target);
    if (kept.filter(each -> each.certain() && each.closely()).isPresent() || lookedInVain(target)) {
      return kept;
    }
    Optional<TargetProgram> seen =
        Limit.within(
                LOOK,
                () -> {
                  Optional<TargetProgram> own = process(target);
                  if (own.isPresent()) {
                    return own;
                  }
                  Optional<ProgramInImage> image = ProgramInImage.of(images, target, architecture);
                  return image.isEmpty() ? Optional.<TargetProgram>empty() : image.get().read();
                })
            .flatMap(each -> each);
    if (seen.isEmpty()) {
      inVain(target);
    }
    return keep(target, (seen.isPresent() ? seen : kept).map(TargetProgram::lookedAtClosely));
  }

  private synchronized boolean lookedInVain(TargetContainer target) {
    Long since = vain.get(Key.of(target));
    return since != null && System.nanoTime() - since < VAIN.toNanos();
  }

  private synchronized void inVain(TargetContainer target) {
    if (vain.size() >= KEPT) {
      vain.clear();
    }
    vain.put(Key.of(target), System.nanoTime());
  }

  private Optional<TargetProgram> process(TargetContainer target) throws InterruptedException {
    if (!target.running() || !mayRun(target.pod().namespace())) {
      return Optional.empty();
    }
    return new ProgramInProcess(tunnels, target).read();
  }

  /// Asked before, so that no refusal stands in the cluster's audit log.
  private boolean mayRun(String namespace) throws InterruptedException {
    return cluster.allowed(AccessRequest.to("create", Kind.POD, "exec", namespace));
  }

  private synchronized Optional<TargetProgram> kept(TargetContainer target) {
    return Optional.ofNullable(known.get(Key.of(target)));
  }

  private synchronized Optional<TargetProgram> keep(
      TargetContainer target, Optional<TargetProgram> found) {
    found.ifPresent(each -> known.put(Key.of(target), each));
    if (known.size() > KEPT) {
      known.remove(known.keySet().iterator().next());
    }
    return found;
  }

  /// Lets the next question find it out anew.
  public synchronized void forget(TargetContainer target) {
    known.remove(Key.of(target));
    vain.remove(Key.of(target));
  }

  @Override
  public void close() {
    images.close();
  }
}
