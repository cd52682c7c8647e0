package dev.mooring.forward.exchange;

import dev.mooring.document.Document;
import dev.mooring.forward.SavedForward;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// How one tool writes forwards down.
interface Layout {

  /// Whether the file is this tool's, by what only it writes.
  boolean recognises(Document document);

  /// @param documents of the file; more than one only in YAML
  /// @throws dev.mooring.problem.MooringException when the file as a whole cannot be read
  List<SavedForward> read(List<Document> documents, List<Note> report);

  String write(List<SavedForward> forwards, List<Note> report);

  /// At most as many entries as are read.
  static List<Document> bounded(List<Document> entries, List<Note> report) {
    if (entries.size() <= Exchange.MOST) {
      return entries;
    }
    report.add(
        new Note(
            Messages.of("the-file"),
            "",
            Note.Kind.LEFT_OUT,
            Messages.of("entries-after-the-first-are-not", Exchange.MOST)));
    return entries.subList(0, Exchange.MOST);
  }

  /// Notes what is set in a forward and not in a tool's file.
  ///
  /// @param held the fields of [SavedForward] that the tool has
  static void lost(SavedForward forward, Set<String> held, String tool, List<Note> report) {
    List<String> fields = new ArrayList<>(forward.write().map().keySet());
    fields.removeAll(held);
    for (String each : fields) {
      report.add(
          new Note(
              forward.spec().name(),
              each,
              Note.Kind.LEFT_OUT,
              Messages.of("has-nothing-like-it", tool)));
    }
  }

  static void refused(SavedForward forward, String field, String why, List<Note> report) {
    report.add(
        new Note(
            forward.spec().name(),
            field,
            Note.Kind.LEFT_OUT,
            Messages.of("the-forward-is-left-out", why)));
  }

  /// The address for tools that have one; the first, with a note, where there are more.
  static String oneAddress(SavedForward forward, List<Note> report) {
    var addresses = forward.spec().local().addresses();
    if (addresses.size() > 1) {
      report.add(
          new Note(
              forward.spec().name(),
              "addresses",
              Note.Kind.CHANGED,
              Messages.of("only", addresses.getFirst().getHostAddress())));
    }
    return addresses.isEmpty() ? "" : addresses.getFirst().getHostAddress();
  }

  static boolean isNumber(String port) {
    return port.matches("[0-9]{1,5}");
  }
}
