package dev.mooring.desktop.registry.source;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.stack.SeenNames;
import dev.mooring.job.Jobs;
import dev.mooring.mesh.NamedRegistry;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Names;
import dev.mooring.registry.NaturalOrder;
import dev.mooring.registry.Registry;
import dev.mooring.registry.remote.RemoteImage;
import dev.mooring.registry.remote.RemoteRegistries;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// A registry elsewhere that the user added, with the login that Docker has for it.
///
/// Large public ones list no repositories: of those the user names one after the other, and they
/// are kept.
final class SavedSource implements Source {
  /// What says that it is out of order, and not that it keeps its list to itself.
  private static final Set<Code> BROKEN =
      Set.of(
          Code.REGISTRY_UNREACHABLE,
          Code.REGISTRY_UNTRUSTED,
          Code.REGISTRY_FAILED,
          Code.REGISTRY_BUSY,
          Code.NOT_A_REGISTRY,
          Code.IMAGE_UNREADABLE);

  private final NamedRegistry saved;
  private final ImageSources ways;
  private final Kept kept;
  private final SeenNames.Images seen;
  private final Fetched<RepositoryNames> repositories;
  private final ReadOnlyBooleanWrapper opened = new ReadOnlyBooleanWrapper();
  private final Jobs reads;
  private final Ui ui;
  private RemoteRegistries.@Nullable Remote open;
  private boolean closed;

  /// What the registry itself lists.
  private volatile Set<String> listed = Set.of();

  /// @param ways also to it: with the user's logins
  /// @param seen learns of its images, for the shells
  /// @param kept knows the repositories that the user named
  SavedSource(
      NamedRegistry saved, ImageSources ways, Kept kept, SeenNames.Images seen, Jobs reads, Ui ui) {
    this.saved = saved;
    this.ways = ways;
    this.kept = kept;
    this.seen = seen;
    this.reads = reads;
    this.ui = ui;
    repositories = new Fetched<>(Messages.of("reading-the-repositories"), reads, ui);
  }

  NamedRegistry saved() {
    return saved;
  }

  @Override
  public String key() {
    return "saved/" + saved.name();
  }

  @Override
  public String name() {
    return saved.name();
  }

  @Override
  public Feather icon() {
    return Feather.GLOBE;
  }

  @Override
  public String host() {
    return saved.place().registry();
  }

  @Override
  public Set<String> hosts() {
    return saved.place().names();
  }

  @Override
  public ReadOnlyBooleanProperty reachable() {
    return opened.getReadOnlyProperty();
  }

  @Override
  public Fetched<RepositoryNames> repositories() {
    return repositories;
  }

  @Override
  public void read() {
    List<String> named = kept.repositories(host());
    repositories.fetch(progress -> listed(registry(opening()), named));
  }

  @Override
  public boolean canAdd() {
    return true;
  }

  @Override
  public void add(String repository) {
    // As people know it: Docker Hub's "redis" is "library/redis".
    kept.add(host(), RemoteImage.parse(host() + "/" + repository).repository());
    read();
  }

  @Override
  public boolean isNamed(String repository) {
    return !listed.contains(repository) && kept.repositories(host()).contains(repository);
  }

  @Override
  public void remove(String repository) {
    kept.remove(host(), repository);
    read();
  }

  /// Logins and history are files, so that it is opened in the background.
  private RemoteRegistries.Remote opening() {
    RemoteRegistries.Remote now = open;
    return now == null ? ways.remotes().open(saved.place()) : now;
  }

  private Registry registry(RemoteRegistries.Remote remote) {
    ui.execute(() -> opened(remote));
    return remote.registry();
  }

  private void opened(RemoteRegistries.Remote remote) {
    RemoteRegistries.Remote now = open;
    if (now == null && !closed) {
      open = remote;
      opened.set(true);
    } else if (!remote.equals(now)) {
      end(remote);
    }
  }

  private RepositoryNames listed(Registry registry, List<String> named)
      throws InterruptedException {
    Set<String> names = new TreeSet<>(NaturalOrder.INSTANCE);
    names.addAll(named);
    try {
      Names now = registry.repositoryNames();
      names.addAll(now.valid());
      listed = Set.copyOf(now.valid());
      seen.repositories(List.copyOf(names));
      return new RepositoryNames(List.copyOf(names), now.odd(), "", now.more());
    } catch (MooringException e) {
      if (BROKEN.contains(e.problem().code())) {
        throw e;
      }
      // It answers, and is a registry: what it refuses is the list, which no registry has to have.
      registry.ping();
      listed = Set.of();
      return RepositoryNames.some(List.copyOf(names), Messages.of("lists-no-repositories"));
    }
  }

  @Override
  public Optional<Contents> contents() {
    return registry().map(now -> new RegistryContents(now, seen));
  }

  @Override
  public Optional<Registry> registry() {
    return Optional.ofNullable(open).map(RemoteRegistries.Remote::registry);
  }

  @Override
  public ImageSources ways() {
    return ways;
  }

  @Override
  public void close() {
    closed = true;
    repositories.clear();
    RemoteRegistries.Remote now = open;
    open = null;
    opened.set(false);
    if (now != null) {
      end(now);
    }
  }

  private void end(RemoteRegistries.Remote remote) {
    InBackground.close(remote::close, reads);
  }
}
