package dev.mooring.desktop.registry.source;

import dev.mooring.desktop.stack.SeenNames;
import dev.mooring.registry.AttachedTags;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Names;
import dev.mooring.registry.Registry;
import dev.mooring.registry.TagChange;
import dev.mooring.registry.TagPage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a registry holds.
///
/// @param seen learns of its tags
record RegistryContents(Registry registry, SeenNames.Images seen) implements Contents {
  @Override
  public Names tags(String repository) throws InterruptedException {
    Names names = registry.tagNames(repository);
    seen.tags(repository, names.valid());
    return names;
  }

  @Override
  public Count count(String repository) throws InterruptedException {
    TagPage first = registry.source(repository).tags("");
    return new Count(AttachedTags.leftOutOf(first.tags()).size(), !first.next().isEmpty());
  }

  @Override
  public Map<String, LastPush> pushes(String repository) throws InterruptedException {
    Map<String, LastPush> pushes = new HashMap<>();
    Set<String> told = new HashSet<>();
    for (TagChange each : registry.changes(repository)) {
      boolean exact = each.byMooring() || each.principal().isPresent();
      // What was there when somebody first looked may have been there for years.
      boolean known = exact || each.from().isPresent();
      if (told.add(each.tag()) && known && each.to().isPresent()) {
        pushes.put(each.tag(), new LastPush(each.at(), !exact));
      }
    }
    return pushes;
  }

  @Override
  public ImageRow row(String repository, String tag) throws InterruptedException {
    return registry.row(repository, tag);
  }

  @Override
  public Optional<ImageSource> inside(String repository) {
    return Optional.of(registry.source(repository));
  }
}
