package dev.mooring.desktop.terminal;

import dev.mooring.desktop.stack.SeenNames;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// The images of one registry among those that shells complete.
///
/// @param before what its images are typed with: empty, or the name of an added registry
/// and a slash
/// @param added names of registries whose images aren't its own, however they begin
record SeenImages(NamesFile file, String before, Supplier<List<String>> added)
    implements SeenNames.Images {

  /// What is in no repository any more is forgotten; one whose tags nobody knows is known by its
  /// name.
  @Override
  public void repositories(List<String> all) {
    Set<String> there = new HashSet<>();
    all.forEach(each -> there.add(before + each));
    List<String> others = added.get();
    file.change(
        known -> {
          known.removeIf(each -> isOwn(each, others) && !there.contains(repository(each)));
          known.forEach(each -> there.remove(repository(each)));
          there.stream().filter(each -> isOwn(each, others)).forEach(known::add);
        });
  }

  @Override
  public void tags(String repository, List<String> tags) {
    String name = before + repository;
    if (isOwn(name, added.get())) {
      file.change(
          known -> {
            known.removeIf(each -> repository(each).equals(name));
            tags.forEach(each -> known.add(name + ":" + each));
            if (tags.isEmpty()) {
              known.add(name);
            }
          });
    }
  }

  private boolean isOwn(String name, List<String> others) {
    return name.startsWith(before) && !others.contains(name.replaceFirst("/.*", ""));
  }

  private static String repository(String name) {
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }
}
