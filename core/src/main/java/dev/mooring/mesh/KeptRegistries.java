package dev.mooring.mesh;

import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The registries of a context that the user keeps connected: what Mooring connects to again when
/// it starts.
///
/// Window and tray work through it. Entries of other contexts, and those that cannot be read, are
/// left as they are. Blocking; thread-safe.
public final class KeptRegistries {
  private static final Logger LOG = LoggerFactory.getLogger(KeptRegistries.class);

  private final String context;
  private final RegistryForwards forwards;
  private final SettingsFile settings;

  public KeptRegistries(String context, RegistryForwards forwards, SettingsFile settings) {
    this.context = context;
    this.forwards = forwards;
    this.settings = settings;
  }

  /// Connects, and remembers it.
  ///
  /// @throws MooringException as [RegistryForward#connect]; nothing is remembered then
  public ConnectionState.Connected connect(RegistryPlace registry, int port)
      throws InterruptedException {
    ConnectionState.Connected connected = forwards.to(registry).connect(port);
    change(registry, List.of(new SavedRegistry(context, registry, port).write()));
    return connected;
  }

  /// Disconnects, and connects no more at the next start.
  public void disconnect(RegistryPlace registry) {
    forwards.to(registry).disconnect();
    change(registry, List.of());
  }

  /// Those that the user keeps connected, whether they are now or not.
  public List<RegistryPlace> remembered() {
    return saved(settings.settings().get()).stream()
        .filter(each -> each.context().equals(context))
        .map(SavedRegistry::registry)
        .toList();
  }

  /// Those that were connected when Mooring ended, and are not now.
  public List<RegistryPlace> interrupted() {
    return saved(settings.settings().get()).stream()
        .filter(each -> each.context().equals(context))
        .map(SavedRegistry::registry)
        .filter(this::disconnected)
        .toList();
  }

  private boolean disconnected(RegistryPlace registry) {
    return forwards.all().get().stream()
        .filter(each -> each.registry().equals(registry))
        .allMatch(each -> each.state().get() instanceof ConnectionState.Disconnected);
  }

  /// Connects to one of [#interrupted] as it was.
  ///
  /// @throws MooringException as [RegistryForward#connect]; it stays remembered
  public ConnectionState.Connected restore(RegistryPlace registry) throws InterruptedException {
    int port =
        saved(settings.settings().get()).stream()
            .filter(each -> each.context().equals(context) && each.registry().equals(registry))
            .mapToInt(SavedRegistry::port)
            .findFirst()
            .orElse(0);
    return forwards.to(registry).connect(port);
  }

  /// The contexts that have a registry to connect to at the start.
  public static Set<String> contexts(Settings settings) {
    Set<String> names = new LinkedHashSet<>();
    saved(settings).forEach(each -> names.add(each.context()));
    return names;
  }

  private static List<SavedRegistry> saved(Settings settings) {
    List<SavedRegistry> all = new ArrayList<>();
    for (Document each : settings.registries()) {
      try {
        all.add(SavedRegistry.read(each));
      } catch (MooringException e) {
        LOG.warn("A saved registry is left out: {}", e.getMessage());
      }
    }
    return List.copyOf(all);
  }

  /// Takes the entries of this registry out and adds others.
  private void change(RegistryPlace registry, List<Document> added) {
    settings.update(
        s -> {
          List<Document> next = new ArrayList<>();
          for (Document each : s.registries()) {
            if (!same(each, registry)) {
              next.add(each);
            }
          }
          next.addAll(added);
          return next.equals(s.registries()) ? s : s.withRegistries(next);
        });
  }

  private boolean same(Document entry, RegistryPlace registry) {
    try {
      SavedRegistry saved = SavedRegistry.read(entry);
      return saved.context().equals(context) && saved.registry().equals(registry);
    } catch (MooringException e) {
      return false;
    }
  }
}
