package dev.mooring.desktop.control;

import dev.mooring.debug.DebugSession;
import dev.mooring.document.Document;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A debug session of a running Mooring.
///
/// @param port on this machine at which the debugger answers
/// @param protocol that it speaks: "delve"; empty where an older Mooring tells of it
/// @param state "running" or "stopped"
/// @param words the same for people: "stopped at a breakpoint, main.go:41"
/// @param owner the process that has it
public record SessionEntry(
    String context,
    String namespace,
    String pod,
    String container,
    int port,
    String protocol,
    String state,
    String words,
    SessionSources sources,
    long owner) {

  static SessionEntry of(String context, DebugSession session, long owner) {
    DebugSession.State now = session.state().get();
    return new SessionEntry(
        context,
        session.verdict().namespace(),
        session.verdict().pod(),
        session.verdict().container(),
        session.address().getPort(),
        session.protocol().name().toLowerCase(Locale.ROOT),
        now.phase().name().toLowerCase(Locale.ROOT),
        now.words(),
        SessionSources.of(session),
        owner);
  }

  /// Whether Delve listens there, whose language the commands speak.
  public boolean speaksDelve() {
    return protocol.isEmpty() || protocol.equals("delve");
  }

  /// What people call it by: the pod with its namespace.
  public String name() {
    return namespace + "/" + pod;
  }

  Document write() {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("context", context);
    entry.put("namespace", namespace);
    entry.put("pod", pod);
    entry.put("container", container);
    entry.put("port", port);
    entry.put("protocol", protocol);
    entry.put("state", state);
    entry.put("words", words);
    entry.put("sources", sources.write().plain());
    entry.put("owner", owner);
    return Document.of(entry);
  }

  static SessionEntry read(Document entry) {
    return new SessionEntry(
        entry.at("context").textOrEmpty(),
        entry.at("namespace").textOrEmpty(),
        entry.at("pod").textOrEmpty(),
        entry.at("container").textOrEmpty(),
        Math.toIntExact(Math.clamp(entry.at("port").integer().orElse(0L), 0, 65_535)),
        entry.at("protocol").textOrEmpty(),
        entry.at("state").textOrEmpty(),
        entry.at("words").textOrEmpty(),
        SessionSources.read(entry.at("sources")),
        entry.at("owner").integer().orElse(0L));
  }
}
