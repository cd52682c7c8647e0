package dev.mooring.registry.tree;

import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Meter;
import dev.mooring.registry.layer.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/// Writes a file or directory of an image into a folder of this machine. Blocking.
///
/// Nothing is written outside of that folder, whatever the image says: names that are no names here
/// and links that could lead out are left out and told of, as are devices. What is there already
/// stays unless it is forced. Nothing is writable by others or has the rights of its owner.
public final class Extraction {
  private static final int WIDTH = 4;
  private static final int MOST_TOLD = 100;

  private final ImageTree tree;
  private final TreeContent content;
  private final boolean force;

  /// @param force whether files that are there are replaced
  public Extraction(ImageTree tree, TreeContent content, boolean force) {
    this.tree = tree;
    this.content = content;
    this.force = force;
  }

  /// What was written.
  ///
  /// @param at the file or folder
  /// @param leftOut paths of the image, at most 100 of them
  /// @param notWritten how many were left out
  public record Extracted(Path at, int files, long bytes, List<String> leftOut, int notWritten) {}

  /// @param path a file, or a directory with all below it; the root's content goes into the folder
  /// itself
  /// @param folder made where it is missing
  /// @throws MooringException with the code FILE_EXISTS before anything is written, where something
  /// of it is there and it is not forced
  public Extracted run(String path, Path folder, Progress progress) throws InterruptedException {
    TreeFile root = content.demand(path);
    Plan plan = new Plan();
    Path at;
    try {
      Files.createDirectories(folder);
      Path real = folder.toRealPath();
      // A link's own name, where the path ends in one.
      String name = Paths.name(Paths.plain(path));
      at = root.path().isEmpty() || name.isEmpty() ? real : LocalNames.below(real, name);
      if (at == null) {
        throw LocalNames.impossible(path);
      }
      plan(root, at, plan);
      check(plan, real);
      write(plan, progress);
    } catch (IOException e) {
      throw LocalNames.failed(folder, e);
    }
    return new Extracted(
        at,
        plan.files.size() + plan.links.size(),
        plan.bytes,
        plan.leftOut.stream().limit(MOST_TOLD).toList(),
        plan.leftOut.size());
  }

  /// What is to be written where.
  private static final class Plan {
    private final List<Planned> folders = new ArrayList<>();
    private final List<Planned> files = new ArrayList<>();
    private final List<Planned> links = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private long bytes;
  }

  private record Planned(TreeFile file, Path at) {}

  private void plan(TreeFile root, Path at, Plan plan) {
    List<String> skipped = new ArrayList<>();
    tree.walk(
        root.path(),
        file -> {
          if (!skipped.isEmpty() && file.path().startsWith(skipped.getLast() + "/")) {
            plan.leftOut.add(file.path());
            return true;
          }
          String below =
              file.path().substring(Math.min(root.path().length(), file.path().length()));
          Path to = LocalNames.below(at, Paths.plain(below));
          boolean fits = to != null && put(file, Paths.plain(below), to, plan);
          if (!fits) {
            plan.leftOut.add(file.path());
            if (file.isDirectory()) {
              skipped.add(file.path());
            }
          }
          return true;
        });
  }

  private static boolean put(TreeFile file, String below, Path to, Plan plan) {
    switch (file.kind()) {
      case DIRECTORY -> {
        // The root's content goes into a folder that is the user's own.
        if (!file.path().isEmpty()) {
          plan.folders.add(new Planned(file, to));
        }
      }
      case SYMBOLIC_LINK -> {
        if (!LocalNames.staysBelow(below, file.version().entry().link())) {
          return false;
        }
        plan.links.add(new Planned(file, to));
      }
      default -> {
        if (file.content() == null) {
          return false;
        }
        plan.files.add(new Planned(file, to));
        plan.bytes += file.size();
      }
    }
    return true;
  }

  private void check(Plan plan, Path folder) throws IOException {
    for (Planned each : plan.folders) {
      if (Files.exists(each.at(), LinkOption.NOFOLLOW_LINKS)
          && !Files.isDirectory(each.at(), LinkOption.NOFOLLOW_LINKS)) {
        throw LocalNames.exists(
            each.at(), Messages.of("no-folder-there"), Messages.of("choose-another-folder"));
      }
    }
    for (List<Planned> some : List.of(plan.files, plan.links)) {
      for (Planned each : some) {
        boolean there = Files.exists(each.at(), LinkOption.NOFOLLOW_LINKS);
        if (there && Files.isDirectory(each.at(), LinkOption.NOFOLLOW_LINKS)) {
          throw LocalNames.exists(
              each.at(), Messages.of("a-folder-is-there"), Messages.of("choose-another-folder"));
        }
        if (there && !force) {
          throw LocalNames.exists(
              each.at(), Messages.of("there-already"), Messages.of("add-force"));
        }
      }
    }
    long free = Files.getFileStore(folder).getUsableSpace();
    if (plan.bytes > free) {
      throw new Problem(
              Code.DISK_FULL,
              Messages.of("cannot-extract-to", folder),
              Messages.of("needs-mib", plan.bytes >> 20, free >> 20),
              new Remedy.Advice(Messages.of("choose-another-folder")))
          .raise();
    }
  }

  private void write(Plan plan, Progress progress) throws IOException, InterruptedException {
    for (Planned each : plan.folders) {
      Files.createDirectories(each.at());
    }
    Meter meter = new Meter(progress, Messages.of("extracting"), plan.bytes);
    // By layer and entry: hard links have one content.
    Map<Integer, Map<LayerEntry, List<Planned>>> wanted = new TreeMap<>();
    for (Planned each : plan.files) {
      Version content = content(each);
      wanted
          .computeIfAbsent(content.layer(), layer -> new LinkedHashMap<>())
          .computeIfAbsent(content.entry(), entry -> new ArrayList<>())
          .add(each);
    }
    List<Callable<Boolean>> steps = new ArrayList<>();
    wanted.forEach(
        (layer, files) ->
            steps.add(
                () -> {
                  content.each(
                      layer,
                      List.copyOf(files.keySet()),
                      (entry, in) -> write(files.getOrDefault(entry, List.of()), in, meter));
                  return true;
                }));
    Concurrently.run(WIDTH, steps);
    // Last, so that nothing is written through them.
    for (Planned each : plan.links) {
      if (!LocalFile.link(each.at(), each.file().version().entry().link(), force)) {
        plan.leftOut.add(each.file().path());
      }
    }
    for (Planned each : plan.folders.reversed()) {
      LocalFile.finish(each.at(), each.file().version().entry(), 0700);
    }
  }

  /// Writes a content wherever it's wanted: from the image once, then from there.
  private void write(List<Planned> at, InputStream content, Meter meter)
      throws IOException, InterruptedException {
    Path first = at.getFirst().at();
    LocalFile.write(first, at.getFirst().file(), content, force, meter);
    for (Planned each : at.subList(1, at.size())) {
      try (InputStream copy = Files.newInputStream(first, LinkOption.NOFOLLOW_LINKS)) {
        LocalFile.write(each.at(), each.file(), copy, force, meter);
      }
    }
  }

  private static Version content(Planned planned) {
    Version content = planned.file().content();
    return content == null ? planned.file().version() : content;
  }
}
