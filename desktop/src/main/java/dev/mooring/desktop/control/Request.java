package dev.mooring.desktop.control;

import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The one line that a client sends: `{"mooring": 1, "verb": "stop", "with": {...}}`.
public record Request(Verb verb, Document with) {
  /// Changes whenever an old Mooring would misunderstand a new one.
  static final int VERSION = 1;

  private static final int MOST = 1000;

  public static Request of(Verb verb) {
    return new Request(verb, Document.nothing());
  }

  /// About certain forwards.
  public static Request about(Verb verb, List<ForwardKey> forwards) {
    return new Request(
        verb,
        Document.of(
            Map.of(
                "forwards",
                forwards.stream()
                    .map(each -> Map.of("context", each.context(), "name", each.name()))
                    .toList())));
  }

  /// @param verb [Verb#LOGS] or [Verb#REQUESTS]
  /// @param follow whether the answer goes on as more comes
  public static Request history(Verb verb, ForwardKey forward, boolean follow) {
    return about(verb, List.of(forward)).with("follow", follow);
  }

  /// Ends the session at a local port.
  public static Request detach(int port) {
    return of(Verb.DETACH).with("port", port);
  }

  /// @param link text of a `ForwardLink`; empty for the window alone
  public static Request open(String link) {
    return of(Verb.OPEN).with("link", link);
  }

  Request with(String key, Object value) {
    return new Request(verb, with.with(value, key));
  }

  /// The forwards it is about.
  List<ForwardKey> forwards() {
    List<ForwardKey> keys = new ArrayList<>();
    for (Document each : with.at("forwards").items()) {
      if (keys.size() == MOST) {
        throw refused(Messages.of("it-names-more-than-forwards", MOST));
      }
      keys.add(new ForwardKey(each.at("context").textOrEmpty(), each.at("name").textOrEmpty()));
    }
    return keys;
  }

  Document write() {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("mooring", VERSION);
    line.put("verb", verb.word());
    if (!with.isNothing()) {
      line.put("with", with);
    }
    return Document.of(line);
  }

  /// @throws dev.mooring.problem.MooringException when it is of another version or asks for
  /// something unknown
  static Request read(Document line) {
    long version = line.at("mooring").integer().orElse(0L);
    if (version != VERSION) {
      throw refused(Messages.of("it-speaks-version-of-the-sockets", version, VERSION));
    }
    String word = line.at("verb").textOrEmpty();
    Verb verb =
        Verb.of(word).orElseThrow(() -> refused(Messages.of("it-asks-for-something-that-is")));
    return new Request(verb, line.at("with"));
  }

  static RuntimeException refused(String why) {
    return new Problem(
            Code.MOORING_OTHER_VERSION,
            Messages.of("the-running-mooring-refused-the-request"),
            why,
            new Remedy.Advice(Messages.of("quit-and-start-mooring-again-so")))
        .raise();
  }
}
