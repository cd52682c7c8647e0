package dev.mooring.desktop.control;

import dev.mooring.document.Document;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.ForwardStatus.State;
import dev.mooring.forward.LentIdentity;
import dev.mooring.forward.SavedForward;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A forward as one Mooring tells another of it.
///
/// @param state "active", "waiting", "failed" or "stopped"
/// @param reason why it is not active, in the user's words; empty when it is or was stopped
/// @param addresses where it listens: "127.0.0.1:8080", "[::1]:8080"
/// @param port the local one; 0 when it does not listen
/// @param owner the process that has it; 0 where it is only written down
/// @param lent whom its connections show themselves as; null for nobody
public record ForwardEntry(
    SavedForward saved,
    String state,
    String reason,
    List<String> addresses,
    int port,
    List<String> pods,
    int connections,
    long received,
    long sent,
    long rate,
    long owner,
    @Nullable LentIdentity lent) {

  static ForwardEntry of(String context, ForwardStatus status, long owner) {
    String reason =
        switch (status.state()) {
          case State.Waiting waiting -> waiting.why();
          case State.Failed failed -> failed.problem().what() + ": " + failed.problem().why();
          case State.Active _, State.Stopped _ -> "";
        };
    boolean running = !(status.state() instanceof State.Stopped);
    return new ForwardEntry(
        new SavedForward(context, status.spec(), running),
        word(status.state()),
        reason,
        status.listening().stream().map(ForwardEntry::words).toList(),
        status.listening().isEmpty() ? 0 : status.listening().getFirst().getPort(),
        status.pods(),
        status.connections(),
        status.received(),
        status.sent(),
        status.rate(),
        owner,
        status.lent());
  }

  /// One that nobody runs.
  public static ForwardEntry of(SavedForward saved) {
    return new ForwardEntry(saved, "stopped", "", List.of(), 0, List.of(), 0, 0, 0, 0, 0, null);
  }

  /// As a terminal and a browser take it: "[::1]:8080".
  public static String words(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    boolean six = address.getAddress() instanceof Inet6Address;
    return (six ? "[" + host.replaceFirst("^(0:){7}", "::") + "]" : host) + ":" + address.getPort();
  }

  public static String word(State state) {
    return switch (state) {
      case State.Active _ -> "active";
      case State.Waiting _ -> "waiting";
      case State.Failed _ -> "failed";
      case State.Stopped _ -> "stopped";
    };
  }

  public ForwardKey key() {
    return new ForwardKey(saved.context(), saved.spec().name());
  }

  public ForwardSpec spec() {
    return saved.spec();
  }

  /// Whether it listens, served or not.
  public boolean listens() {
    return state.equals("active") || state.equals("waiting");
  }

  Document write() {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("forward", saved.write());
    entry.put("state", state);
    entry.put("reason", reason);
    entry.put("addresses", addresses);
    entry.put("port", port);
    entry.put("pods", pods);
    entry.put("connections", connections);
    entry.put("received", received);
    entry.put("sent", sent);
    entry.put("rate", rate);
    entry.put("owner", owner);
    if (lent != null) {
      entry.put("principal", lent.principal());
      entry.put("certificateUntil", lent.until().toEpochMilli());
      entry.put("route", lent.route());
    }
    return Document.of(entry);
  }

  static ForwardEntry read(Document entry) {
    return new ForwardEntry(
        SavedForward.read(entry.at("forward")),
        entry.at("state").textOrEmpty(),
        entry.at("reason").textOrEmpty(),
        entry.at("addresses").texts(),
        number(entry, "port").intValue(),
        entry.at("pods").texts(),
        number(entry, "connections").intValue(),
        number(entry, "received"),
        number(entry, "sent"),
        number(entry, "rate"),
        number(entry, "owner"),
        lent(entry));
  }

  private static @Nullable LentIdentity lent(Document entry) {
    String principal = entry.at("principal").textOrEmpty();
    return principal.isEmpty()
        ? null
        : new LentIdentity(
            principal,
            Instant.ofEpochMilli(number(entry, "certificateUntil")),
            entry.at("route").textOrEmpty());
  }

  private static Long number(Document entry, String key) {
    return entry.at(key).integer().orElse(0L);
  }
}
