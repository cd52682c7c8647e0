package dev.mooring.debug.inspect;

import dev.mooring.document.Document;
import dev.mooring.tunnel.Dialer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The breakpoints of a session, whoever set them, so that they can be set again in the program
/// that takes the place of the present one.
///
/// Logpoints are not among them: each belongs to a connection that reads its lines. Thread-safe; at
/// most 1000 are kept.
public final class KeptBreakpoints {
  private static final int MOST = 1000;

  /// How Delve's debug adapter names what an editor set in a file (its `service/dap`).
  private static final Pattern OF_EDITOR =
      Pattern.compile("sourceBp Path=\"([^\"\\\\]*)\" +Line=(\\d{1,9}) Column=\\d{1,9}");

  private final Map<Long, Document> numbered = new LinkedHashMap<>();
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private Document functions = Document.nothing();

  /// @param arguments of the debug adapter's `setBreakpoints`: all of a file
  /// @param rules the substitutePath of the editor's `attach`
  private record Source(Document arguments, Document rules) {
    List<Document> stopping() {
      return KeptBreakpoints.stopping(arguments);
    }
  }

  /// Hears one editor.
  public Conversation conversation() {
    return new Conversation(this);
  }

  /// Forgets all, as when all were cleared.
  public synchronized void clear() {
    numbered.clear();
    sources.clear();
    functions = Document.nothing();
  }

  /// How many there are.
  public synchronized int count() {
    return numbered.size()
        + sources.values().stream().mapToInt(each -> each.stopping().size()).sum()
        + stopping(functions).size();
  }

  /// Sets all of them again. The program is stopped for milliseconds meanwhile.
  ///
  /// @param dialer leads to a Delve that knows none of them
  /// @return those that could not be set or are somewhere else now, each with why: "main.go:41
  /// (could not find file main.go)"
  /// @throws dev.mooring.problem.MooringException when Delve does not answer
  public List<String> setAgain(Dialer dialer) throws InterruptedException {
    List<Document> wanted;
    List<AdapterBreakpoints> editors;
    synchronized (this) {
      wanted = List.copyOf(numbered.values());
      editors = editors();
    }
    List<String> failed = new ArrayList<>();
    if (!wanted.isEmpty()) {
      try (NumberedBreakpoints numbers = new NumberedBreakpoints(dialer)) {
        renumber(numbers.set(wanted, failed));
      }
    }
    for (AdapterBreakpoints each : editors) {
      failed.addAll(each.set(dialer));
    }
    return failed;
  }

  /// By editor: each has paths of its own.
  private List<AdapterBreakpoints> editors() {
    Map<Document, Map<String, List<Document>>> files = new LinkedHashMap<>();
    sources.forEach(
        (path, source) -> {
          if (!source.stopping().isEmpty()) {
            files
                .computeIfAbsent(source.rules(), any -> new LinkedHashMap<>())
                .put(path, source.stopping());
          }
        });
    List<AdapterBreakpoints> all = new ArrayList<>();
    files.forEach((rules, each) -> all.add(new AdapterBreakpoints(rules, each, List.of())));
    if (!stopping(functions).isEmpty()) {
      all.add(new AdapterBreakpoints(Document.nothing(), Map.of(), stopping(functions)));
    }
    return all;
  }

  private synchronized void renumber(List<Document> now) {
    numbered.clear();
    now.forEach(this::set);
  }

  /// @param breakpoint as Delve's JSON-RPC API has it
  synchronized void set(Document breakpoint) {
    long id = breakpoint.at("id").integer().orElse(0L);
    boolean known = numbered.containsKey(id);
    // One with a name of an editor's is that editor's, who speaks the other protocol.
    if (id > 0
        && (known || numbered.size() < MOST)
        && !breakpoint.at("continue").isTrue()
        && !OF_EDITOR.matcher(breakpoint.at("name").textOrEmpty()).matches()) {
      numbered.put(id, breakpoint);
    }
  }

  synchronized void cleared(Document breakpoint) {
    numbered.remove(breakpoint.at("id").integer().orElse(0L));
    Matcher editors = OF_EDITOR.matcher(breakpoint.at("name").textOrEmpty());
    Source source = editors.matches() ? sources.get(editors.group(1)) : null;
    if (source != null) {
      List<Document> left =
          source.arguments().at("breakpoints").stream()
              .filter(each -> !each.at("line").textOrEmpty().equals(editors.group(2)))
              .toList();
      sources.put(
          editors.group(1), new Source(Document.of(Map.of("breakpoints", left)), source.rules()));
    }
  }

  /// @param arguments of the debug adapter's `setBreakpoints`: all of a file
  /// @param rules the substitutePath of the editor's `attach`
  synchronized void inSource(Document arguments, Document rules) {
    String path = arguments.at("source", "path").textOrEmpty();
    if (arguments.at("breakpoints").items().isEmpty()) {
      sources.remove(path);
    } else if (sources.containsKey(path) || sources.size() < MOST) {
      sources.put(path, new Source(arguments, rules));
    }
  }

  /// @param arguments of the debug adapter's `setFunctionBreakpoints`
  synchronized void atFunctions(Document arguments) {
    functions = arguments;
  }

  private static List<Document> stopping(Document arguments) {
    return arguments.at("breakpoints").stream()
        .filter(each -> each.at("logMessage").textOrEmpty().isEmpty())
        .limit(MOST)
        .toList();
  }
}
