package dev.mooring.forward.exchange;

import dev.mooring.document.Document;
import dev.mooring.document.Printable;
import dev.mooring.forward.SavedForward;
import dev.mooring.problem.MooringException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One forward of another tool's file on its way to the schema of [SavedForward], and the account
/// of its fields.
final class Entry {
  private static final int LONGEST_VALUE = 240;

  private final String called;
  private final Document source;
  private final Map<String, Note> fields = new LinkedHashMap<>();
  private final Map<String, Object> forward = new LinkedHashMap<>();
  private boolean refused;

  /// @param called what a report calls it until it has a name
  Entry(String called, Document source) {
    this.called = called;
    this.source = source;
  }

  /// A string, number or boolean of the file as text, noted as taken.
  String take(String field) {
    Document value = source.at(field);
    String text = value.textOrEmpty().strip();
    if (!text.isEmpty()) {
      note(field, Note.Kind.TAKEN, text);
    } else if (!value.isNothing()) {
      note(field, Note.Kind.LEFT_OUT, Messages.of("it-is-empty-or-of-another"));
    }
    return text;
  }

  /// A switch, which some tools write as text.
  boolean flag(String field) {
    return take(field).equalsIgnoreCase("true");
  }

  void set(String key, Object value) {
    if (!value.equals("") && !value.equals(false)) {
      forward.put(key, value);
    }
  }

  /// Takes addresses to listen on; what others could reach becomes the usual loopback addresses.
  void addresses(String field, List<String> texts) {
    List<String> addresses = new ArrayList<>();
    for (String each : texts) {
      Optional<InetAddress> address = literal(each);
      if (address.isPresent() && address.get().isLoopbackAddress()) {
        addresses.add(address.get().getHostAddress());
      } else if (!each.equals("localhost")) {
        changed(field, Messages.of("127-0-0-1-and-1", each));
        return;
      }
    }
    if (!addresses.isEmpty()) {
      set("addresses", addresses);
    }
  }

  void taken(String field, String value) {
    note(field, Note.Kind.TAKEN, value);
  }

  void changed(String field, String words) {
    note(field, Note.Kind.CHANGED, words);
  }

  void leftOut(String field, String words) {
    note(field, Note.Kind.LEFT_OUT, words);
  }

  /// There will be no such forward.
  void refuse(String field, String why) {
    refused = true;
    note(field, Note.Kind.LEFT_OUT, Messages.of("the-forward-is-left-out", why));
  }

  /// Makes the forward, with a name of its own, and reports.
  ///
  /// @param nameField what the file calls the name
  /// @param ignored fields that say nothing about a forward, such as running numbers
  Optional<SavedForward> finish(
      String name, String nameField, Set<String> ignored, FreeNames names, List<Note> report) {
    String clean = FreeNames.clean(name);
    if (!clean.equals(name)) {
      changed(nameField, Messages.of("now-so-that-it-can-be", clean));
    }
    Optional<SavedForward> made = Optional.empty();
    String shown = clean.isEmpty() ? called : clean;
    if (!refused) {
      String free = names.free(Document.of(forward).at("context").textOrEmpty(), clean);
      if (!free.equals(clean)) {
        changed(nameField, Messages.of("now-as-the-name-is-taken", free));
      }
      try {
        forward.put("name", free);
        made = Optional.of(SavedForward.read(Document.of(forward)));
        shown = free;
      } catch (MooringException e) {
        refuse("", e.problem().why());
      }
    }
    for (String field : source.entries().keySet()) {
      if (!fields.containsKey(field) && !ignored.contains(field)) {
        leftOut(field, Messages.of("mooring-has-nothing-like-it"));
      }
    }
    for (Note each : fields.values()) {
      report.add(new Note(shown, each.field(), each.kind(), each.words()));
    }
    return made;
  }

  private void note(String field, Note.Kind kind, String words) {
    String line = words.replaceAll("\\p{Cntrl}", "?");
    fields.put(
        field, new Note(called, FreeNames.clean(field), kind, Printable.cut(line, LONGEST_VALUE)));
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      // Only literals: a name would ask the network.
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
