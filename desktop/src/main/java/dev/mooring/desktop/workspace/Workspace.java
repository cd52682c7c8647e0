package dev.mooring.desktop.workspace;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Context;
import dev.mooring.debug.Debugger;
import dev.mooring.forward.Forwards;
import dev.mooring.identity.Identities;
import dev.mooring.job.Jobs;
import dev.mooring.job.Observed;
import dev.mooring.mesh.RegistryForwards;
import dev.mooring.problem.Finding;
import dev.mooring.registry.Registry;
import dev.mooring.registry.layer.Layers;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.tunnel.Tunnels;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything Mooring does over one connected context, composed. Knows no window.
///
/// Closing ends jobs, sessions, forwards and the connection, in that order.
public final class Workspace implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workspace.class);

  private final Parts parts;
  private final Optional<Path> sample;
  private final Observed<Optional<List<StackOptions>>> installed = new Observed<>(Optional.empty());
  private final Observed<Map<String, Finding>> volumes = new Observed<>(Map.of());
  private final Jobs jobs = new Jobs();
  private final Jobs reads = new Jobs();

  /// The parts, each made by its room. A workspace owns and closes them.
  ///
  public record Parts(
      Cluster cluster,
      Tunnels tunnels,
      Forwards forwards,
      Identities identities,
      RegistryForwards mesh,
      Stack stack,
      Debugger debugger,
      Registries registries,
      Layers layers) {}

  /// Makes clients for registries of the cluster that listen locally.
  @FunctionalInterface
  public interface Registries {
    /// @param namespace the registry's
    /// @param host as people name it
    Registry open(URI address, String namespace, String host);
  }

  public Workspace(Parts parts) {
    this(parts, Optional.empty());
  }

  /// @param sample an image archive to try things with
  Workspace(Parts parts, Optional<Path> sample) {
    this.parts = parts;
    this.sample = sample;
  }

  public Context context() {
    return parts.cluster().context();
  }

  public Cluster cluster() {
    return parts.cluster();
  }

  public Tunnels tunnels() {
    return parts.tunnels();
  }

  public Forwards forwards() {
    return parts.forwards();
  }

  public Identities identities() {
    return parts.identities();
  }

  public RegistryForwards mesh() {
    return parts.mesh();
  }

  public Stack stack() {
    return parts.stack();
  }

  public Debugger debugger() {
    return parts.debugger();
  }

  /// An image archive to try things with, on the practice cluster.
  public Optional<Path> sample() {
    return sample;
  }

  /// The registry that a connected forwarder offers on a local port.
  ///
  /// @param namespace the registry's
  public Registry registry(int localPort, String namespace) {
    return registry(localPort, namespace, "localhost:" + localPort);
  }

  /// The same by a port that nobody named.
  ///
  /// @param host as people name it
  public Registry registry(int localPort, String namespace, String host) {
    return parts.registries().open(URI.create("http://localhost:" + localPort), namespace, host);
  }

  /// The registries that the cluster had when it was asked last; the default one first. Empty until
  /// it was.
  public Observed<Optional<List<StackOptions>>> installed() {
    return installed;
  }

  /// What was found of the registries' volumes when they were looked at last, by the registry's
  /// namespace; nothing of one that nobody looked at, or that this user may not look at.
  public Observed<Map<String, Finding>> volumes() {
    return volumes;
  }

  /// What the layers of images hold.
  public Layers layers() {
    return parts.layers();
  }

  /// What the user asked for: shown in the drawer and the tray.
  public Jobs jobs() {
    return jobs;
  }

  /// What only a screen wants to know: shown nowhere.
  public Jobs reads() {
    return reads;
  }

  @Override
  public void close() {
    close("reads", reads);
    close("jobs", jobs);
    close("debugger", parts.debugger());
    close("registries", parts.mesh());
    close("forwards", parts.forwards());
    close("identities", parts.identities());
    close("tunnels", parts.tunnels());
    close("cluster", parts.cluster());
  }

  private static void close(String name, AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.warn("Closing {} failed", name, e);
    }
  }
}
