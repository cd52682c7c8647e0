package dev.mooring.desktop.terminal;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.browse.PodUse;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Tells which rows of the image list are new, changed, or gone, as often as it is read. It keeps
/// of each row only what tells it from a changed one; a list has a bound.
final class ImagesWatch {
  /// What happened to a row.
  private enum Change {
    LISTED,
    ADDED,
    CHANGED,
    DELETED
  }

  /// Reads the list once.
  interface Reading {
    void read(Consumer<? super ListedImage> images) throws InterruptedException;
  }

  /// Waits.
  interface Pause {
    void wait(Duration time) throws InterruptedException;
  }

  private record Name(String repository, String tag) {
    static Name of(ImageRow row) {
      return new Name(row.repository(), row.tag());
    }
  }

  private record Seen(@Nullable Digest digest, List<PodUse> uses, String problem) {
    static Seen of(ListedImage image) {
      return new Seen(
          image.row().summary().map(ImageSummary::digest).orElse(null),
          image.uses(),
          image.row().problem().map(each -> each.what() + each.why()).orElse(""));
    }
  }

  private final Output output;
  private final @Nullable TableStream table;
  private final UnaryOperator<Problem> told;
  private final Map<Name, Seen> known = new LinkedHashMap<>();

  /// @param table for rows that people read; null where programs do
  /// @param told as the command tells problems
  ImagesWatch(Output output, @Nullable TableStream table, UnaryOperator<Problem> told) {
    this.output = output;
    this.table = table;
    this.told = told;
  }

  /// A row of the first list.
  void listed(ListedImage image) {
    known.put(Name.of(image.row()), Seen.of(image));
    print(Change.LISTED, image);
  }

  /// Reads again and again, until it is interrupted or nobody reads the output.
  void follow(Reading reading, Duration every, Pause pause) throws InterruptedException {
    output.note(
        Messages.of("watching-images", every.toString().substring(2).toLowerCase(Locale.ROOT)));
    boolean failing = false;
    while (!output.unread()) {
      pause.wait(every);
      try {
        round(reading);
        if (failing) {
          output.note(Messages.of("registry-answers-again"));
        }
        failing = false;
      } catch (MooringException e) {
        if (!failing) {
          output.problem(told.apply(e.problem()));
        }
        failing = true;
      }
    }
  }

  private void round(Reading reading) throws InterruptedException {
    Set<Name> there = new HashSet<>();
    Set<String> unlisted = new HashSet<>();
    try {
      reading.read(
          image -> {
            ImageRow row = image.row();
            if (row.tag().isEmpty() && row.problem().isPresent()) {
              unlisted.add(row.repository());
            }
            if (there.add(Name.of(row))) {
              seen(image);
            }
          });
      // Nobody knows which tags a repository has whose tags couldn't be listed.
      Map<Name, Seen> gone = new LinkedHashMap<>(known);
      gone.keySet().removeIf(name -> there.contains(name) || unlisted.contains(name.repository()));
      gone.forEach(this::gone);
      known.keySet().removeAll(gone.keySet());
    } finally {
      if (table != null) {
        table.end();
      }
    }
  }

  private void seen(ListedImage image) {
    Seen now = Seen.of(image);
    Seen before = known.put(Name.of(image.row()), now);
    if (before == null) {
      print(Change.ADDED, image);
    } else if (!before.equals(now)) {
      print(Change.CHANGED, image);
    }
  }

  private void print(Change change, ListedImage image) {
    if (table == null) {
      print(change, image.json());
    } else {
      table.add(image.cells());
    }
  }

  private void gone(Name name, Seen last) {
    Digest digest = last.digest();
    if (table != null) {
      boolean tag = !name.tag().isEmpty();
      table.add(
          List.of(
              name.repository(),
              tag ? name.tag() : "-",
              digest == null ? "-" : digest.brief(),
              "-",
              "-",
              "-",
              "-",
              tag ? Messages.of("row-deleted") : Messages.of("row-gone")));
      return;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("repository", name.repository());
    if (!name.tag().isEmpty()) {
      json.put("tag", name.tag());
    }
    if (digest != null) {
      json.put("digest", digest.text());
    }
    print(Change.DELETED, json);
  }

  private void print(Change change, Map<String, Object> row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("change", change.name().toLowerCase(Locale.ROOT));
    json.putAll(row);
    output.line(Documents.json(Document.of(json)));
  }
}
