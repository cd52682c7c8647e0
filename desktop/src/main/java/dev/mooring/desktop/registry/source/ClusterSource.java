package dev.mooring.desktop.registry.source;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.pod.KnownImages;
import dev.mooring.desktop.stack.SeenNames;
import dev.mooring.job.Jobs;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Names;
import dev.mooring.registry.Registry;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// A registry of the cluster, while it is connected.
public final class ClusterSource implements Source {
  private final String name;
  private final IntFunction<Registry> registries;
  private final IntSupplier nodePort;
  private final ImageSources ways;
  private final SeenNames.Images seen;
  private final Consumer<OptionalInt> connect;
  private final ReadOnlyObjectProperty<ConnectionState> connection;
  private final ChangeListener<ConnectionState> moved = (p, before, now) -> connectionMoved(now);
  private final ReadOnlyBooleanWrapper connected = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<Optional<Problem>> failure =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final Fetched<RepositoryNames> repositories;
  private final ReadOnlyObjectWrapper<KnownImages> known =
      new ReadOnlyObjectWrapper<>(KnownImages.nothing());
  private final NewerTags newer;
  private @Nullable Registry registry;
  private int port;

  /// @param name of the registry in its cluster
  /// @param connection to it; changes on the window's thread
  /// @param registries a client for the registry on a local port
  /// @param nodePort under which nodes pull from it
  /// @param ways what this machine can push, and how images get into it
  /// @param seen learns of its images, for the shells
  /// @param connect what Connect does, on the usual port or another one
  public ClusterSource(
      String name,
      ReadOnlyObjectProperty<ConnectionState> connection,
      IntFunction<Registry> registries,
      IntSupplier nodePort,
      ImageSources ways,
      SeenNames.Images seen,
      Jobs reads,
      Ui ui,
      Consumer<OptionalInt> connect) {
    this.name = name;
    this.registries = registries;
    this.nodePort = nodePort;
    this.ways = ways;
    this.seen = seen;
    this.connect = connect;
    this.connection = connection;
    repositories = new Fetched<>(Messages.of("reading-the-repositories"), reads, ui);
    repositories.face().addListener((p, before, now) -> know());
    newer = new NewerTags(() -> registry, known(), reads, ui);
    connection.addListener(moved);
    know();
    connectionMoved(connection.get());
  }

  private void connectionMoved(ConnectionState state) {
    failure.set(
        state instanceof ConnectionState.Failed failed
            ? Optional.of(failed.problem())
            : Optional.empty());
    List<InetSocketAddress> listening =
        switch (state) {
          case ConnectionState.Connected c -> c.listening();
          case ConnectionState.Degraded d -> d.listening();
          default -> List.of();
        };
    int now = listening.isEmpty() ? 0 : listening.getFirst().getPort();
    if (now == port) {
      return;
    }
    port = now;
    registry = now == 0 ? null : registries.apply(now);
    repositories.clear();
    // First gone, then there: nobody takes what was read of the one for the other's.
    connected.set(false);
    connected.set(now != 0);
    read();
  }

  @Override
  public String key() {
    return "cluster/" + name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Feather icon() {
    return Feather.ANCHOR;
  }

  @Override
  public String host() {
    return Words.localhost(port);
  }

  @Override
  public String hostOnNodes() {
    return Words.localhost(nodePort.getAsInt());
  }

  @Override
  public Set<String> hosts() {
    return Set.of("localhost:" + nodePort.getAsInt(), "127.0.0.1:" + nodePort.getAsInt());
  }

  @Override
  public ReadOnlyBooleanProperty reachable() {
    return connected.getReadOnlyProperty();
  }

  @Override
  public Fetched<RepositoryNames> repositories() {
    return repositories;
  }

  @Override
  public void read() {
    Registry now = registry;
    if (now != null) {
      repositories.fetch(
          progress -> {
            Names names = now.repositoryNames();
            seen.repositories(names.valid());
            return RepositoryNames.all(names);
          });
    }
  }

  @Override
  public boolean isConnectable() {
    return true;
  }

  @Override
  public void connect() {
    connect.accept(OptionalInt.empty());
  }

  @Override
  public void connect(int port) {
    connect.accept(OptionalInt.of(port));
  }

  @Override
  public ObservableValue<Optional<Problem>> failure() {
    return failure.getReadOnlyProperty();
  }

  @Override
  public Optional<Contents> contents() {
    return registry().map(now -> new RegistryContents(now, seen));
  }

  @Override
  public Optional<Registry> registry() {
    return Optional.ofNullable(registry);
  }

  @Override
  public ImageSources ways() {
    return ways;
  }

  /// What is known of it, for those who name its images.
  public ReadOnlyObjectProperty<KnownImages> known() {
    return known.getReadOnlyProperty();
  }

  public NewerTags newer() {
    return newer;
  }

  private void know() {
    RepositoryNames now = repositories.value();
    known.set(KnownImages.at(nodePort.getAsInt(), port, now == null ? null : now.names()));
  }

  @Override
  public void close() {
    connection.removeListener(moved);
    repositories.clear();
  }
}
