package dev.mooring.desktop.registry;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.registry.source.RepositoryNames;
import dev.mooring.desktop.registry.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.kordamp.ikonli.feather.Feather;

/// Sources and their repositories by name.
final class SourceObjects {
  private SourceObjects() {}

  /// "localhost:5000 · 214 repositories".
  static String sentence(Source source) {
    String place = source.host().isEmpty() ? source.name() : source.host();
    RepositoryNames found = source.repositories().value();
    return found == null || (found.count() == 0 && !found.note().isEmpty())
        ? place
        : Messages.count("repositories-at", found.count(), place, found.counted());
  }

  /// What leads to each of the repositories that are known; those of the first source without its
  /// name.
  static List<Action> of(List<Source> sources, BiConsumer<Source, String> go) {
    List<Action> all = new ArrayList<>();
    for (Source source : sources) {
      RepositoryNames known = source.repositories().value();
      if (known != null) {
        String where = source.equals(sources.getFirst()) ? "" : source.name() + "/";
        for (String name : known.names()) {
          String words = where + name;
          all.add(
              Action.of(
                  "images.repository." + words,
                  words,
                  Feather.LAYERS,
                  () -> go.accept(source, name)));
        }
      }
    }
    return all;
  }
}
