package dev.mooring.mesh;

import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import dev.mooring.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The registries outside of clusters that the settings remember by name: the one place that looks
/// them up. Entries that cannot be read are left as they are.
public final class NamedRegistries {
  private static final Logger LOG = LoggerFactory.getLogger(NamedRegistries.class);

  private NamedRegistries() {}

  /// In the order in which they were added.
  public static List<NamedRegistry> all(Settings settings) {
    List<NamedRegistry> all = new ArrayList<>();
    for (Document each : settings.namedRegistries()) {
      try {
        all.add(NamedRegistry.read(each));
      } catch (MooringException e) {
        LOG.warn("A named registry is left out: {}", e.getMessage());
      }
    }
    return List.copyOf(all);
  }

  /// @param word its name, or its host as image names have it
  public static Optional<NamedRegistry> find(Settings settings, String word) {
    return all(settings).stream()
        .filter(each -> each.name().equals(word) || each.place().registry().equals(word))
        .findFirst();
  }

  /// The settings with it; one of the same name is replaced.
  public static Settings with(Settings settings, NamedRegistry added) {
    List<Document> next = others(settings, added.name());
    next.add(added.write());
    return settings.withNamedRegistries(next);
  }

  /// The settings without it.
  public static Settings without(Settings settings, String name) {
    return settings.withNamedRegistries(others(settings, name));
  }

  private static List<Document> others(Settings settings, String name) {
    List<Document> others = new ArrayList<>();
    for (Document each : settings.namedRegistries()) {
      if (!each.at("name").textOrEmpty().equals(name)) {
        others.add(each);
      }
    }
    return others;
  }
}
