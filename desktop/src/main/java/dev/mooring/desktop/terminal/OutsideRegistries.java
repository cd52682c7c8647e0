package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.mesh.NamedRegistries;
import dev.mooring.mesh.NamedRegistry;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.settings.Settings;
import dev.mooring.stack.AnnouncedRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The registries that a word can mean besides those that Mooring installed: the one place that
/// looks.
record OutsideRegistries(Settings settings) {

  /// @param name what the user called it; empty for the one that the cluster announces
  record Outside(String name, RegistryAddress place) {
    boolean isAnnounced() {
      return name.isEmpty();
    }

    /// What commands take for it.
    String word() {
      return isAnnounced() ? place.registry() : name;
    }
  }

  /// @param word a name, or a host as image names have it
  Optional<RegistryAddress> find(Workspace workspace, String word) throws InterruptedException {
    Optional<RegistryAddress> named =
        NamedRegistries.find(settings, word).map(NamedRegistry::place);
    // A name of the cluster's own has no port and no domain.
    if (named.isPresent() || !(word.contains(":") || word.contains("."))) {
      return named;
    }
    return AnnouncedRegistry.find(workspace.cluster()).filter(each -> each.registry().equals(word));
  }

  List<Outside> all(Workspace workspace) throws InterruptedException {
    List<Outside> all = new ArrayList<>();
    for (NamedRegistry each : NamedRegistries.all(settings)) {
      all.add(new Outside(each.name(), each.place()));
    }
    Optional<RegistryAddress> announced = AnnouncedRegistry.find(workspace.cluster());
    if (announced.isPresent()
        && all.stream().noneMatch(each -> each.place().equals(announced.get()))) {
      all.add(new Outside("", announced.get()));
    }
    return List.copyOf(all);
  }
}
