package dev.mooring.desktop.terminal;

import dev.mooring.desktop.stack.SeenNames;
import dev.mooring.platform.Directories;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The names that `--registry` took when somebody looked last, one a line: what a shell offers for
/// it. It cannot ask a cluster at each key.
public record RegistryNames(Path file) implements SeenNames {
  private static final int MOST = 1_000;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.:-]{0,99}");

  /// What the shells' scripts read, too.
  public static RegistryNames ofUser() {
    return new RegistryNames(Directories.ofUser().cache().resolve("registry-names"));
  }

  /// Those of images, beside these.
  ImageNames images() {
    return new ImageNames(file.resolveSibling("image-names"));
  }

  List<String> all() {
    return names().all();
  }

  @Override
  public void put(List<String> names) {
    names().change(known -> known.addAll(names));
  }

  @Override
  public void remove(String name) {
    names().change(known -> known.remove(name));
  }

  @Override
  public Images images(Supplier<List<String>> added) {
    return new SeenImages(images().names(), "", added);
  }

  @Override
  public Images imagesIn(String added) {
    return new SeenImages(images().names(), added + "/", List::of);
  }

  /// Instead of all that were known.
  void set(List<String> names) {
    names()
        .change(
            known -> {
              known.clear();
              known.addAll(names);
            });
  }

  private NamesFile names() {
    return new NamesFile(file, NAME, MOST);
  }
}
