package dev.mooring.desktop.registry.image;

import dev.mooring.registry.tree.HiddenFile;
import dev.mooring.registry.tree.ImageTree;
import dev.mooring.registry.tree.TreeFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Files that somebody looked for.
///
/// @param more whether there are more than these
record Found(List<FileRow> rows, boolean more) {
  static final int MOST = 20_000;

  Found {
    rows = List.copyOf(rows);
  }

  /// What is wanted of a tree, as far as it is read. Ends early, with an incomplete answer, when it
  /// is interrupted.
  static Found in(ImageTree tree, Wanted wanted) {
    return wanted.part() instanceof Wanted.Part.Wasted ? wasted(tree, wanted) : shown(tree, wanted);
  }

  /// The largest first.
  private static Found wasted(ImageTree tree, Wanted wanted) {
    List<HiddenFile> hidden =
        tree.hidden().stream()
            .filter(each -> wanted.fits(each.file().entry().path()))
            .sorted(Comparator.comparingLong(HiddenFile::size).reversed())
            .toList();
    return new Found(hidden.stream().limit(MOST).map(FileRow::of).toList(), hidden.size() > MOST);
  }

  /// In the order of their paths.
  private static Found shown(ImageTree tree, Wanted wanted) {
    List<FileRow> rows = new ArrayList<>();
    tree.walk(
        "",
        file -> {
          if (!file.path().isEmpty() && fits(file, wanted)) {
            rows.add(FileRow.of(file));
          }
          return rows.size() <= MOST && !Thread.currentThread().isInterrupted();
        });
    boolean more = rows.size() > MOST;
    return new Found(more ? rows.subList(0, MOST) : rows, more);
  }

  private static boolean fits(TreeFile file, Wanted wanted) {
    boolean ofLayer =
        !(wanted.part() instanceof Wanted.Part.Layer(int layer))
            || (file.version().layer() + 1 == layer && !file.isDirectory());
    return ofLayer && wanted.fits(file.path());
  }
}
