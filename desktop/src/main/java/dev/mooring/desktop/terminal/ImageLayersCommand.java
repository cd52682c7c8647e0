package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.document.Printable;
import dev.mooring.registry.tree.ImageTree;
import dev.mooring.registry.tree.LayerShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What each layer of an image added, replaced, and removed, and what it wastes.
@Command(name = "layers")
final class ImageLayersCommand extends ImageQuery {
  private static final int LONGEST = 2_000;
  private static final List<Table.Column> COLUMNS =
      List.of(
          Table.Column.keep(Messages.of("layer")),
          Table.Column.spare(Messages.of("digest"), 5),
          Table.Column.keep(Messages.of("size")),
          Table.Column.spare(Messages.of("unpacked"), 3),
          Table.Column.spare(Messages.of("added"), 2),
          Table.Column.spare(Messages.of("replaced"), 2),
          Table.Column.spare(Messages.of("removed"), 2),
          Table.Column.keep(Messages.of("wasted")),
          Table.Column.keep(Messages.of("created-by")));

  @Parameters(paramLabel = "REF")
  String image = "";

  ImageLayersCommand(Opening opening) {
    super(opening);
  }

  @Override
  int look() throws InterruptedException {
    output().page();
    try (ImageOperand operand = open(image)) {
      ImageLabels labels = new ImageLabels(describe(operand));
      ImageTree tree = tree(operand);
      if (json()) {
        output().json(json(operand, tree, labels));
        return 0;
      }
      if (tree.layers().isEmpty()) {
        output().line(Messages.of("no-layers"));
        return 0;
      }
      show(new Table(COLUMNS, tree.layers().stream().map(each -> row(each, labels)).toList()));
      output()
          .line(
              Messages.count(
                  "files-and-waste",
                  tree.count(),
                  Words.size(tree.bytes()),
                  Words.size(tree.wasted())));
      if (labels.image().isHistoryOdd()) {
        output().note(Messages.of("history-is-odd"));
      }
    }
    return 0;
  }

  private static List<String> row(LayerShare share, ImageLabels labels) {
    String made = labels.made(share.layer());
    return List.of(
        String.valueOf(share.layer() + 1),
        share.descriptor().digest().brief(),
        Words.size(share.descriptor().size()),
        Words.size(share.unpacked()),
        String.valueOf(share.added()),
        String.valueOf(share.replaced()),
        String.valueOf(share.removed()),
        share.wasted() == 0 ? "-" : Words.size(share.wasted()),
        made.isEmpty() ? Messages.of("not-said") : Printable.line(made, LONGEST));
  }

  private static Map<String, Object> json(
      ImageOperand operand, ImageTree tree, ImageLabels labels) {
    Map<String, Object> json = operand.json();
    List<Object> layers = new ArrayList<>();
    for (LayerShare share : tree.layers()) {
      Map<String, Object> layer = ImageLabels.json(share.descriptor(), share.layer());
      layer.put("unpackedBytes", share.unpacked());
      layer.put("entries", share.entries());
      layer.put("added", share.added());
      layer.put("replaced", share.replaced());
      layer.put("removed", share.removed());
      layer.put("fileBytes", share.bytes());
      layer.put("wastedBytes", share.wasted());
      layer.put("hiddenBytes", share.hides());
      layer.put("instruction", labels.made(share.layer()));
      layers.add(layer);
    }
    json.put("layers", layers);
    json.put("files", tree.count());
    json.put("fileBytes", tree.bytes());
    json.put("wastedBytes", tree.wasted());
    json.put("leftOut", tree.leftOut());
    return json;
  }
}
