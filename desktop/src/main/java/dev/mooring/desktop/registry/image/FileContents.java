package dev.mooring.desktop.registry.image;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.layer.Layers;
import dev.mooring.registry.tree.Extraction;
import dev.mooring.registry.tree.ImageTree;
import dev.mooring.registry.tree.TreeContent;
import dev.mooring.registry.tree.TreeFile;
import java.nio.file.Path;

/// What is in the files of an image: to look at, and to keep.
///
/// @param jobs what the user asked for
/// @param reads what only a screen wants to know
record FileContents(ImageSource source, Layers layers, Jobs jobs, Jobs reads, Ui ui) {

  /// Of what is not there any more.
  Fetched<Preview> none(FileRow row) {
    return new Fetched<>(Messages.of("reading-file", row.shown()), reads, ui);
  }

  Fetched<Preview> preview(OpenedImage of, ImageTree tree, FileRow row) {
    Fetched<Preview> preview = none(row);
    preview.fetch(
        progress -> {
          TreeContent content = new TreeContent(tree, layers, source, of.layers());
          var hidden = row.hidden() ? row.content() : null;
          if (hidden != null) {
            return Preview.read(
                row.name(),
                row.size(),
                () -> layers.open(source, of.layers().get(hidden.layer()), hidden.entry()));
          }
          TreeFile file = content.demand(row.path());
          return Preview.read(row.name(), file.size(), () -> content.open(file));
        });
    return preview;
  }

  void extract(OpenedImage of, ImageTree tree, FileRow row, Path folder, boolean replace) {
    TreeContent content = new TreeContent(tree, layers, source, of.layers());
    jobs.start(
        Messages.of("extracting", row.shown()),
        progress -> new Extraction(tree, content, replace).run(row.path(), folder, progress),
        done ->
            done.notWritten() == 0
                ? Messages.of("extracted-to", done.at())
                : Messages.of("extracted-to-without", done.at(), done.notWritten()));
  }
}
