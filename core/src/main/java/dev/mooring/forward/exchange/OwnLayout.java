package dev.mooring.forward.exchange;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.forward.SavedForward;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Mooring's own file: the schema of [SavedForward] in a list, in YAML or JSON.
final class OwnLayout implements Layout {
  private static final long VERSION = 1;
  private static final List<String> TEXTS =
      List.of(
          "group", "context", "namespace", "target", "port", "localPort", "alias", "pick", "as");
  private static final List<String> FLAGS = List.of("tls", "requests", "spare", "running");

  @Override
  public boolean recognises(Document document) {
    return !document.at("forwards").isNothing() && document.at("apiVersion").isNothing();
  }

  @Override
  public List<SavedForward> read(List<Document> documents, List<Note> report) {
    List<Document> entries = new ArrayList<>();
    for (Document each : documents) {
      if (each.at("version").integer().orElse(VERSION) > VERSION) {
        throw new Problem(
                Code.DOCUMENT_UNREADABLE,
                Messages.of("cannot-read-these-forwards"),
                Messages.of("a-later-version-of-mooring-wrote"),
                new Remedy.Advice(Messages.of("update-mooring-or-export-them-again")))
            .raise();
      }
      entries.addAll(each.at("forwards").items());
    }
    FreeNames names = new FreeNames();
    List<SavedForward> forwards = new ArrayList<>();
    int number = 0;
    for (Document each : Layout.bounded(entries, report)) {
      number++;
      Entry entry = new Entry(Messages.of("forward", number), each);
      String name = entry.take("name");
      TEXTS.forEach(key -> entry.set(key, entry.take(key)));
      FLAGS.forEach(key -> entry.set(key, entry.flag(key)));
      List<String> addresses = each.at("addresses").texts();
      if (!addresses.isEmpty()) {
        entry.taken("addresses", String.join(", ", addresses));
        entry.addresses("addresses", addresses);
      }
      entry.finish(name, "name", Set.of(), names, report).ifPresent(forwards::add);
    }
    return forwards;
  }

  @Override
  public String write(List<SavedForward> forwards, List<Note> report) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("version", VERSION);
    file.put("forwards", forwards.stream().map(SavedForward::write).toList());
    return Documents.yaml(Document.of(file));
  }
}
