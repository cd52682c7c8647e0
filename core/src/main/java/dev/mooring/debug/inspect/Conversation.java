package dev.mooring.debug.inspect;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What one editor and Delve say to each other, heard for the breakpoints' sake: Delve tells which
/// there are only while the program is stopped. Nothing is held back or changed. Thread-safe.
public final class Conversation {
  private static final String RPC = "RPCServer.";
  private static final int MOST_PENDING = 64;

  private final KeptBreakpoints kept;
  private final JsonPieces asked = new JsonPieces(piece -> read(piece, this::request));
  private final JsonPieces answered = new JsonPieces(piece -> read(piece, this::answer));

  /// Calls that change breakpoints and are not answered yet, by their number.
  private final Map<Long, Document> pending = new LinkedHashMap<>();

  /// How the editor's paths become the program's.
  private Document rules = Document.nothing();

  Conversation(KeptBreakpoints kept) {
    this.kept = kept;
  }

  /// Takes in what the editor sent.
  public synchronized void asked(byte[] bytes, int offset, int length) {
    asked.feed(bytes, offset, length);
  }

  /// Takes in what Delve sent.
  public synchronized void answered(byte[] bytes, int offset, int length) {
    answered.feed(bytes, offset, length);
  }

  private static void read(byte[] piece, Consumer<Document> reader) {
    try {
      reader.accept(Documents.json(piece, "an editor's message"));
    } catch (MooringException e) {
      // Not JSON; whom it is for will say so.
    }
  }

  private void request(Document request) {
    Document arguments = request.at("arguments");
    switch (request.at("command").textOrEmpty()) {
      case "attach" -> rules = arguments.at("substitutePath");
      case "setBreakpoints" -> kept.inSource(arguments, rules);
      case "setFunctionBreakpoints" -> kept.atFunctions(arguments);
      default -> call(request);
    }
  }

  private void call(Document request) {
    Optional<Long> number = request.at("id").integer();
    switch (request.at("method").textOrEmpty()) {
      case RPC + "CreateBreakpoint",
          RPC + "AmendBreakpoint",
          RPC + "ToggleBreakpoint",
          RPC + "ClearBreakpoint" ->
          number
              .filter(any -> pending.size() < MOST_PENDING)
              .ifPresent(each -> pending.put(each, request));
      default -> {
        // It changes no breakpoints.
      }
    }
  }

  private void answer(Document answer) {
    Document request = answer.at("id").integer().map(pending::remove).orElse(null);
    if (request == null || !answer.at("error").isNothing()) {
      return;
    }
    Document breakpoint = answer.at("result", "Breakpoint");
    switch (request.at("method").textOrEmpty()) {
      case RPC + "ClearBreakpoint" -> kept.cleared(breakpoint);
      case RPC + "AmendBreakpoint" ->
          request.at("params").stream().forEach(each -> kept.set(each.at("Breakpoint")));
      default -> kept.set(breakpoint);
    }
  }
}
