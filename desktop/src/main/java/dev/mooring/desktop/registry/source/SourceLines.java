package dev.mooring.desktop.registry.source;

import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.registry.source.SourceLine.Note;
import dev.mooring.desktop.registry.source.SourceLine.Note.Way;
import dev.mooring.problem.Problem;
import dev.mooring.registry.ImageRow;
import dev.mooring.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The lines of the list: each source with what is known of it, and nothing of what is folded.
///
/// @param filter what names have in them; empty for all. Whoever looks for something looks
/// into what is folded, too
record SourceLines(Kept kept, String filter) {
  static SourceLines of(Kept kept, String filter) {
    return new SourceLines(kept, filter.strip().toLowerCase(Locale.ROOT));
  }

  List<SourceLine> of(List<? extends Source> sources) {
    List<SourceLine> lines = new ArrayList<>();
    for (Source each : sources) {
      RepositoryNames names = each.repositories().value();
      boolean folded = isFolded(each.key(), false);
      String count =
          names == null || (names.names().isEmpty() && !names.note().isEmpty())
              ? ""
              : names.counted();
      lines.add(new SourceLine.Head(each, folded, count));
      if (!folded) {
        repositories(each, lines);
      }
    }
    return lines;
  }

  private boolean isFolded(String key, boolean usual) {
    return filter.isEmpty() && kept.isFolded(key, usual);
  }

  private void repositories(Source source, List<SourceLine> lines) {
    if (source.isConnectable() && !source.reachable().get()) {
      Optional<Problem> failure = source.failure().getValue();
      note(
          source,
          Way.CONNECT,
          failure.isEmpty() ? Messages.of("not-connected") : Messages.of("cannot-connect"),
          failure.map(SourceLines::said).orElse(""),
          lines);
      return;
    }
    switch (source.repositories().face().get()) {
      case Face.Loading<RepositoryNames> loading ->
          note(source, Way.NONE, Messages.of("loading"), "", lines);
      case Face.Failed<RepositoryNames> failed -> failed(source, failed.problem(), lines);
      case Face.Stale<RepositoryNames> stale -> {
        failed(source, stale.problem(), lines);
        names(source, stale.value(), lines);
      }
      case Face.Full<RepositoryNames> full -> names(source, full.value(), lines);
    }
  }

  private static void failed(Source source, Problem problem, List<SourceLine> lines) {
    note(source, Way.RETRY, Messages.of("not-listed"), said(problem), lines);
  }

  private static String said(Problem problem) {
    return problem.what() + "\n" + problem.why();
  }

  private static void note(
      Source source, Way way, String words, String detail, List<SourceLine> lines) {
    lines.add(new Note(source, way, words, detail));
  }

  private void names(Source source, RepositoryNames names, List<SourceLine> lines) {
    List<String> own = new ArrayList<>();
    for (String each : names.names()) {
      if (each.toLowerCase(Locale.ROOT).contains(filter)) {
        if (Stack.owns(each) && source.isConnectable()) {
          own.add(each);
        } else {
          lines.add(new SourceLine.Repository(source, each, false));
        }
      }
    }
    for (ImageRow each : names.odd()) {
      if (each.repository().toLowerCase(Locale.ROOT).contains(filter)) {
        lines.add(
            new SourceLine.Odd(
                source, each.repository(), each.problem().map(Problem::why).orElse("")));
      }
    }
    if (filter.isEmpty() && !names.note().isEmpty()) {
      Way way = source.canAdd() ? Way.ADD : Way.RETRY;
      note(source, way, names.note(), names.note(), lines);
    } else if (filter.isEmpty() && names.names().isEmpty()) {
      note(source, Way.NONE, Messages.of("no-repositories"), "", lines);
    }
    if (!own.isEmpty()) {
      boolean folded = isFolded(SourceLine.Own.key(source), true);
      lines.add(new SourceLine.Own(source, folded, own.size()));
      if (!folded) {
        own.forEach(each -> lines.add(new SourceLine.Repository(source, each, true)));
      }
    }
  }
}
