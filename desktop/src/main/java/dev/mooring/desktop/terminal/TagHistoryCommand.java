package dev.mooring.desktop.terminal;

import dev.mooring.problem.Problem;
import dev.mooring.registry.Digest;
import dev.mooring.registry.TagChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What tags of a repository named, and since when.
@Command(name = "tag-history")
final class TagHistoryCommand extends TagCommand {
  private static final List<Table.Column> COLUMNS =
      List.of(
          Table.Column.keep(Messages.of("time")),
          Table.Column.keep(Messages.of("tag")),
          Table.Column.keep(Messages.of("change")),
          Table.Column.keep(Messages.of("pushed-by")),
          Table.Column.keep(Messages.of("digest")),
          Table.Column.spare(Messages.of("before"), 1));

  @Parameters(paramLabel = "REF")
  String image = "";

  TagHistoryCommand(Opening opening) {
    super(opening);
  }

  @Override
  int look() throws InterruptedException {
    output().page();
    try (ImagePlace place = place(image)) {
      boolean all = place.reference().isEmpty();
      if (all) {
        // What it sees is part of the history.
        place.registry().tags(place.repository());
      } else {
        place.registry().digest(place.repository(), tag(place));
      }
      List<TagChange> changes =
          place.registry().changes(place.repository()).stream()
              .filter(each -> all || each.tag().equals(place.reference()))
              .toList();
      if (json()) {
        output().json(changes.stream().map(each -> json(place, each)).toList());
      } else if (changes.isEmpty()) {
        output().line(Messages.of("no-tag-changes"));
      } else {
        show(new Table(COLUMNS, changes.stream().map(this::row).toList()));
        output().note(Messages.of("what-mooring-saw"));
        place.registry().unknownPrincipals().ifPresent(each -> tell(each));
      }
    }
    return 0;
  }

  private void tell(Problem unknown) {
    output().note(Messages.of("who-is-unknown", unknown.what(), unknown.why()));
  }

  private List<String> row(TagChange change) {
    List<String> cells = new ArrayList<>();
    cells.add(RehearsalWords.time(change.at()));
    cells.add(change.tag());
    cells.add(words(change));
    cells.add(change.principal().orElse("-"));
    cells.add(digest(change.to()));
    cells.add(digest(change.from()));
    return cells;
  }

  /// Long enough for `--to` also where it is short.
  private String digest(Optional<Digest> digest) {
    return digest.map(each -> isWide() ? each.text() : each.brief()).orElse("-");
  }

  private static String words(TagChange change) {
    if (!change.byMooring() && change.principal().isPresent()) {
      return change.to().isEmpty() ? Messages.of("deleted") : Messages.of("pushed");
    }
    if (change.to().isEmpty()) {
      return change.byMooring() ? Messages.of("deleted-by-mooring") : Messages.of("seen-deleted");
    }
    if (change.byMooring()) {
      return Messages.of("set-by-mooring");
    }
    return change.from().isEmpty() ? Messages.of("seen-first") : Messages.of("seen-changed");
  }

  private static Map<String, Object> json(ImagePlace place, TagChange change) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("time", change.at().toString());
    json.put("image", place.name(change.tag()));
    change.to().ifPresent(each -> json.put("digest", each.text()));
    change.from().ifPresent(each -> json.put("previousDigest", each.text()));
    json.put(
        "by", change.byMooring() ? "mooring" : change.principal().isPresent() ? "log" : "seen");
    change.principal().ifPresent(each -> json.put("principal", each));
    return json;
  }
}
