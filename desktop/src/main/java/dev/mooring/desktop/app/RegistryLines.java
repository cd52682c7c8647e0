package dev.mooring.desktop.app;

import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.stack.Proofs;
import dev.mooring.desktop.stack.StackAction;
import dev.mooring.desktop.tray.TrayItem;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.KeptRegistries;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.mesh.RegistryPlace;
import dev.mooring.mesh.ShownIdentity;
import dev.mooring.problem.Finding;
import dev.mooring.settings.SettingsFile;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The registries of a context as lines of the tray's menu.
final class RegistryLines {
  private final Workspace workspace;
  private final SettingsFile settings;
  private final Consumer<String> copy;
  private final KeptRegistries kept;

  RegistryLines(Workspace workspace, SettingsFile settings, Consumer<String> copy) {
    this.workspace = workspace;
    this.settings = settings;
    this.copy = copy;
    this.kept = new KeptRegistries(workspace.context().name(), workspace.mesh(), settings);
  }

  List<TrayItem> items() {
    Set<RegistryForward> known = known();
    Optional<List<StackOptions>> found = workspace.installed().get();
    if (known.isEmpty() && found.isPresent()) {
      return List.of(new TrayItem.Label(words("", Messages.of("not-installed"))));
    }
    // Where nobody has looked, the place where Mooring installs one unless told otherwise.
    List<RegistryForward> all =
        known.isEmpty() ? List.of(workspace.mesh().to(options().location())) : List.copyOf(known);
    return all.stream().map(each -> line(each, all.size() > 1)).toList();
  }

  /// Those that are installed, that the user keeps, and what else is connected.
  private Set<RegistryForward> known() {
    Set<RegistryForward> shown = new LinkedHashSet<>();
    installed().forEach(each -> shown.add(workspace.mesh().to(each.location())));
    kept.remembered().forEach(each -> shown.add(workspace.mesh().to(each)));
    for (RegistryForward each : workspace.mesh().all().get()) {
      if (!(each.state().get() instanceof ConnectionState.Disconnected)) {
        shown.add(each);
      }
    }
    return shown;
  }

  private List<StackOptions> installed() {
    return workspace.installed().get().orElse(List.of());
  }

  /// @param named where there are several, each says which it is
  private TrayItem line(RegistryForward registry, boolean named) {
    String name = named ? name(registry.registry()) : "";
    TrayItem connect = TrayItem.of(StackAction.CONNECT.doing(() -> connect(registry)));
    TrayItem disconnect = TrayItem.of(StackAction.DISCONNECT.doing(() -> disconnect(registry)));
    TrayItem verify = TrayItem.of(StackAction.VERIFY.doing(() -> verify(registry.registry())));
    return switch (registry.state().get()) {
      case ConnectionState.Connected connected -> {
        String address = Words.localhost(connected.listening());
        List<TrayItem> items = new ArrayList<>(kind(registry.registry()));
        items.add(
            new TrayItem.Label(
                connected.as().by() == ShownIdentity.By.TOKEN
                    ? Messages.of("as-by-token", connected.principal(), connected.route())
                    : connected.route()));
        volume(registry.registry()).ifPresent(items::add);
        items.add(disconnect);
        items.add(TrayItem.of(StackAction.COPY.doing(() -> copy.accept(address))));
        items.add(verify);
        yield new TrayItem.Menu(words(name, address), items);
      }
      case ConnectionState.Degraded degraded ->
          menu(registry, name, degraded.problem().why(), disconnect, verify);
      case ConnectionState.Connecting connecting ->
          new TrayItem.Label(words(name, connecting.step()));
      case ConnectionState.Disconnected _ ->
          menu(registry, name, Messages.of("not-connected"), connect);
      case ConnectionState.Failed failed -> menu(registry, name, failed.problem().why(), connect);
    };
  }

  /// Only what needs attention.
  private Optional<TrayItem> volume(RegistryPlace place) {
    return place instanceof RegistryPlace.InCluster in
        ? Optional.ofNullable(workspace.volumes().get().get(in.namespace()))
            .filter(each -> each.level() != Finding.Level.OK)
            .map(each -> new TrayItem.Label(Messages.of("volume-line", each.sentence())))
        : Optional.empty();
  }

  private TrayItem menu(RegistryForward registry, String name, String words, TrayItem... items) {
    List<TrayItem> all = new ArrayList<>(kind(registry.registry()));
    all.addAll(List.of(items));
    return new TrayItem.Menu(words(name, words), all);
  }

  /// What whoever pushes there should know: that it is a cache, or that nothing protects it.
  private List<TrayItem> kind(RegistryPlace place) {
    List<TrayItem> lines = new ArrayList<>();
    installed(place)
        .ifPresent(
            options -> {
              options
                  .additions()
                  .upstream()
                  .map(each -> new TrayItem.Label(Messages.of("cache-line", each.name())))
                  .ifPresent(lines::add);
              if (options.protection() == Protection.PLAIN) {
                lines.add(new TrayItem.Label(Messages.of("plain-line")));
              }
            });
    return lines;
  }

  private Optional<StackOptions> installed(RegistryPlace place) {
    return place instanceof RegistryPlace.InCluster in
        ? installed().stream().filter(each -> each.namespace().equals(in.namespace())).findFirst()
        : Optional.empty();
  }

  private static String words(String name, String words) {
    return name.isEmpty()
        ? Messages.of("registry-line", words)
        : Messages.of("registry-line-of", name, words);
  }

  /// By its namespace where it is not known to be installed; others are called by their address.
  private String name(RegistryPlace place) {
    return place instanceof RegistryPlace.InCluster in
        ? installed(place).map(StackOptions::registry).orElse(in.namespace())
        : place.words();
  }

  /// The title of a job, with the registry where it is not the default one.
  private String about(RegistryPlace place, String title) {
    String name = name(place);
    return name.equals(options().registry()) || place.equals(options().location())
        ? title
        : Messages.of("about-registry", title, name);
  }

  /// The registry as the cluster keeps it; the default one for a place outside of the cluster.
  private StackOptions options(RegistryPlace place) throws InterruptedException {
    return workspace
        .stack()
        .locate(
            Optional.empty(),
            place instanceof RegistryPlace.InCluster in
                ? Optional.of(in.namespace())
                : Optional.empty(),
            options());
  }

  private void connect(RegistryForward registry) {
    workspace
        .jobs()
        .start(
            about(registry.registry(), Messages.of("connecting-to-the-registry")),
            progress ->
                kept.connect(
                    registry.registry(),
                    options(registry.registry()).localPort(settings.settings().get())),
            connected -> Messages.of("listening-on", Words.localhost(connected.listening())));
  }

  private void disconnect(RegistryForward registry) {
    workspace
        .jobs()
        .start(
            about(registry.registry(), Messages.of("disconnecting-from-the-registry")),
            progress -> {
              kept.disconnect(registry.registry());
              return "";
            });
  }

  private void verify(RegistryPlace place) {
    workspace
        .jobs()
        .start(
            about(place, Messages.of("verifying-the-registry")),
            progress -> workspace.stack().verify(options(place), progress),
            Proofs::words);
  }

  private StackOptions options() {
    return StackOptions.of(settings.settings().get());
  }
}
