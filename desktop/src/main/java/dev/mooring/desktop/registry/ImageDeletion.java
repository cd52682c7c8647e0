package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Surface;
import dev.mooring.registry.browse.PodUse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Deletes the tags that are selected: says what goes and who loses it, and offers to take it back.
///
/// @param chosen the tags that are selected
/// @param beforeDelete takes away what shows the image that goes
record ImageDeletion(
    ImagesViewModel model, Surface surface, Supplier<List<TagRow>> chosen, Runnable beforeDelete) {

  /// Deletes what is selected, after a question where more goes than a tag.
  void ask() {
    List<TagRow> rows = chosen.get();
    model
        .removals()
        .plan(rows)
        .then(
            loss -> {
              List<String> losing = pods(rows, loss.last());
              if (!losing.isEmpty()) {
                UsedImageCard.open(surface, loss, losing, staying(loss), () -> delete(loss));
              } else if (loss.needsQuestion(rows) || !model.isUseKnown()) {
                surface.confirm(
                    new Surface.Question(
                        Messages.of("delete-these", loss.name()),
                        sentence(rows, loss),
                        loss.lines(),
                        Messages.of("delete")),
                    () -> delete(loss));
              } else {
                delete(loss);
              }
            },
            surface::tell);
  }

  private void delete(Loss loss) {
    beforeDelete.run();
    model
        .removals()
        .remove(loss)
        .then(
            removed ->
                surface.undo(
                    Messages.of("sentence", String.join(". ", loss.done())),
                    () -> model.removals().restore(loss.repository(), removed)),
            surface::tell);
  }

  /// Those that use the images of some tags by their names here.
  private static List<String> pods(List<TagRow> rows, List<String> tags) {
    return rows.stream()
        .filter(row -> tags.contains(row.tag()))
        .flatMap(row -> row.uses().stream())
        .filter(use -> use.match() != PodUse.Match.CONTENT)
        .map(UseWords::of)
        .distinct()
        .sorted()
        .toList();
  }

  private String sentence(List<TagRow> rows, Loss loss) {
    List<String> pods = pods(rows, rows.stream().map(TagRow::tag).toList());
    List<String> sentences = new ArrayList<>();
    if (!model.isUseKnown()) {
      sentences.add(Messages.of("which-pods-use-it-isnt-known"));
    }
    if (!pods.isEmpty()) {
      sentences.add(Messages.of("still-used-by", String.join(", ", pods)));
    }
    sentences.addAll(staying(loss));
    return String.join(" ", sentences);
  }

  private static List<String> staying(Loss loss) {
    return loss.stays().stream().map(stays -> Messages.of("sentence", stays)).toList();
  }
}
