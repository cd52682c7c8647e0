package dev.mooring.forward.running;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.ending.EndOfStream;
import dev.mooring.forward.ending.ObservedStream;
import dev.mooring.forward.ending.PodReads;
import dev.mooring.forward.ending.PodRun;
import dev.mooring.forward.http.HttpView;
import dev.mooring.forward.listener.Guard;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.forward.listener.Registries;
import dev.mooring.forward.listener.RegistryStream;
import dev.mooring.forward.reach.Reach;
import dev.mooring.forward.reach.ReadyPod;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Tunnels;
import org.jspecify.annotations.Nullable;

/// Opens a forward's streams: plain into a pod, or through the mesh. What passes is seen by the
/// log, and each end is judged.
final class PodOpener implements Reach.Opener<ByteStream> {
  private final ForwardSpec spec;
  private final Reach pods;
  private final Tunnels tunnels;
  private final @Nullable MeshForward mesh;
  private final ForwardLog log;
  private final Guard registries;
  private final EndOfStream ends;

  /// @param users whom it serves where it leads to a registry
  PodOpener(
      ForwardSpec spec,
      Reach pods,
      Cluster cluster,
      Tunnels tunnels,
      @Nullable MeshForward mesh,
      LocalUsers users,
      ForwardLog log) {
    this.spec = spec;
    this.pods = pods;
    this.tunnels = tunnels;
    this.mesh = mesh;
    this.log = log;
    this.registries = Guard.registry(users, spec.local().alias(), log::connectionFailed);
    this.ends = new EndOfStream(pods, new PodReads(cluster));
  }

  @Override
  public ByteStream open(ReadyPod pod) throws InterruptedException {
    PodRun run = PodRun.of(pod, pods.known(pod.uid()));
    ByteStream stream = mesh == null ? tunnels.open(pod.port()) : mesh.open(pod);
    log.reached(pod.port().pod(), spec.pick().way() == PodSelection.Way.ROUND_ROBIN);
    HttpView view = log.view(spec.requests());
    ByteStream observed = new ObservedStream(stream, view, answers -> ends.judge(run, answers));
    // By the mesh a port has its guard from the start.
    boolean registry = mesh == null && pods.known(pod.uid()).filter(Registries::ours).isPresent();
    return registry ? new RegistryStream(observed, registries) : observed;
  }
}
