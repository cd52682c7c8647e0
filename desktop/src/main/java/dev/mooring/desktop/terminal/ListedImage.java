package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.registry.UseWords;
import dev.mooring.document.Printable;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.browse.PodUse;
import dev.mooring.registry.browse.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One row of the image list, for people and for programs.
///
/// @param uses the pods that use it
record ListedImage(ImageRow row, List<PodUse> uses) {
  private static final int LONGEST_REASON = 120;
  private static final List<Table.Column> COLUMNS =
      List.of(
          Table.Column.keep(Messages.of("repository")),
          Table.Column.keep(Messages.of("tag")),
          Table.Column.spare(Messages.of("digest"), 2),
          Table.Column.keep(Messages.of("size")),
          Table.Column.spare(Messages.of("platforms"), 3),
          Table.Column.spare(Messages.of("created"), 4),
          Table.Column.spare(Messages.of("running-in"), 1),
          Table.Column.fold(Messages.of("problem")));

  static ListedImage of(ImageRow row, Usage usage) {
    return new ListedImage(
        row,
        row.summary().map(usage::pods).orElseGet(() -> usage.pods(row.repository(), row.tag())));
  }

  /// The table of such rows.
  static TableStream table(Output output, boolean wide) {
    return new TableStream(output, COLUMNS, wide);
  }

  List<String> cells() {
    List<String> cells = new ArrayList<>();
    cells.add(row.repository());
    cells.add(tag(row));
    cells.addAll(
        row.summary().map(ListedImage::known).orElseGet(() -> List.of("-", "-", "-", "-")));
    cells.add(listed(uses.stream().map(UseWords::of).toList()));
    cells.add(row.problem().map(why -> Printable.line(why.why(), LONGEST_REASON)).orElse(""));
    return cells;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("repository", row.repository());
    if (!row.tag().isEmpty()) {
      json.put("tag", row.tag());
    }
    row.summary().ifPresent(image -> describe(image, json));
    json.put("pods", uses.stream().filter(ListedImage::runsThis).map(PodUse::pod).toList());
    json.put("uses", uses.stream().map(ListedImage::json).toList());
    row.problem().ifPresent(problem -> json.put("problem", Output.json(problem)));
    return json;
  }

  private static List<String> known(ImageSummary image) {
    return List.of(
        image.digest().brief(),
        Words.size(image.size()),
        listed(image.platforms().stream().map(Object::toString).toList()),
        image.created() == null ? "-" : image.created().toString().substring(0, 10));
  }

  private static String tag(ImageRow row) {
    return row instanceof ImageRow.Tagless
        ? Messages.of("no-tags")
        : row.tag().isEmpty() ? "-" : row.tag();
  }

  private static String listed(List<String> some) {
    return some.isEmpty() ? "-" : String.join(",", some);
  }

  private static void describe(ImageSummary image, Map<String, Object> json) {
    json.put("digest", image.digest().text());
    json.put("size", image.size());
    json.put("platforms", image.platforms().stream().map(Object::toString).toList());
    if (image.created() != null) {
      json.put("created", image.created().toString());
    }
  }

  private static boolean runsThis(PodUse use) {
    return use.isRunning() && use.match() != PodUse.Match.CONTENT;
  }

  private static Map<String, Object> json(PodUse use) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pod", use.pod());
    json.put("state", word(use.state()));
    json.put("match", word(use.match()));
    return json;
  }

  /// "cannot-start".
  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
