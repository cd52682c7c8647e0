package dev.mooring.debug.source;

import dev.mooring.debug.inspect.DelveClient;
import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Compares a program's line table with the sources that an editor would show for it.
///
/// Each function begins where a file of the program says it does; a checkout in which it begins
/// elsewhere is another version. A change that moves no function isn't seen. What the program says
/// is hostile: it names no file outside of the checkout.
public final class SourceCheck {
  private static final Duration CALL = Duration.ofSeconds(5);

  /// Each costs a round trip while the program stands still.
  private static final int MOST_FUNCTIONS = 12;

  private static final int MOST_NAMES = 20_000;
  private static final long LARGEST_FILE = 4 << 20;

  private static final Pattern NAMED = Pattern.compile(".*\\.([A-Za-z_][A-Za-z0-9_]*)");
  private static final Pattern CLOSURE = Pattern.compile("func\\d+|gowrap\\d+|init|main");

  private final DelveClient delve;
  private final SourceMapping mapping;

  /// @param delve of a program that is stopped
  public SourceCheck(DelveClient delve, SourceMapping mapping) {
    this.delve = delve;
    this.mapping = mapping;
  }

  /// @param compared functions that were looked up
  /// @param missing files of the program that the checkout doesn't have, as the program names them
  /// @param changed files in which a function begins elsewhere
  public record Result(int compared, List<String> missing, List<String> changed) {
    public Result {
      missing = List.copyOf(missing);
      changed = List.copyOf(changed);
    }

    /// Nothing was compared.
    public static Result none() {
      return new Result(0, List.of(), List.of());
    }

    /// Whether something was compared, and all of it fits.
    public boolean fits() {
      return compared > 0 && missing.isEmpty() && changed.isEmpty();
    }
  }

  /// Looks at some functions, spread over the program's own files.
  ///
  /// @param module import paths that begin with it are the program's own, beside `main`
  public Result compare(String module) throws InterruptedException {
    int compared = 0;
    Set<String> missing = new LinkedHashSet<>();
    Set<String> changed = new LinkedHashSet<>();
    Map<Path, List<String>> read = new HashMap<>();
    for (String function : functions(module)) {
      Optional<Document> location = locate(function);
      Optional<Path> file = location.flatMap(each -> local(each.at("file").textOrEmpty()));
      if (file.isPresent()) {
        compared++;
        String name = location.get().at("file").textOrEmpty();
        List<String> lines = read.computeIfAbsent(file.get(), SourceCheck::lines);
        long line = location.get().at("line").integer().orElse(0L);
        if (lines.isEmpty()) {
          missing.add(name);
        } else if (!begins(lines, line, function)) {
          changed.add(name);
        }
      }
    }
    return new Result(compared, new ArrayList<>(missing), new ArrayList<>(changed));
  }

  /// Where a path of the program is on this machine; empty where no rule covers it, or it
  /// would lead
  /// out of the rule's directory.
  public static Optional<Path> local(SourceMapping mapping, String built) {
    for (SourceMapping.Rule rule : mapping.rules()) {
      String prefix = rule.built().endsWith("/") ? rule.built() : rule.built() + "/";
      if (!rule.local().isEmpty() && built.startsWith(prefix)) {
        try {
          Path base = Path.of(rule.local()).normalize();
          Path file = base.resolve(built.substring(prefix.length())).normalize();
          return file.startsWith(base) ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Path> local(String built) {
    return local(mapping, built);
  }

  private List<String> functions(String module) throws InterruptedException {
    String own = "^(main|" + quoted(module.isEmpty() ? "main" : module) + "(/[^.]*)?)\\.";
    List<String> all =
        delve.call("ListFunctions", Map.of("Filter", own), CALL).at("Funcs").texts().stream()
            .limit(MOST_NAMES)
            .filter(each -> !each.contains("[") && NAMED.matcher(each).matches())
            .filter(each -> !CLOSURE.matcher(simple(each)).matches() || each.equals("main.main"))
            .toList();
    int step = Math.max(1, all.size() / MOST_FUNCTIONS);
    List<String> some = new ArrayList<>();
    for (int i = 0; i < all.size() && some.size() < MOST_FUNCTIONS; i += step) {
      some.add(all.get(i));
    }
    return some;
  }

  /// For Go's regular expressions.
  private static String quoted(String text) {
    return text.replaceAll("([^A-Za-z0-9_/-])", "\\\\$1");
  }

  private Optional<Document> locate(String function) throws InterruptedException {
    try {
      List<Document> found =
          delve
              .call(
                  "FindLocation",
                  Map.of(
                      "Scope",
                      Map.of("GoroutineID", -1, "Frame", 0),
                      "Loc",
                      function,
                      "IncludeNonExecutableLines",
                      false),
                  CALL)
              .at("Locations")
              .items();
      return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    } catch (MooringException e) {
      return Optional.empty(); // inlined everywhere, so it begins nowhere
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= LARGEST_FILE
          ? Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()
          : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean begins(List<String> lines, long line, String function) {
    Pattern declared =
        Pattern.compile("func\\s*(\\([^)]*\\)\\s*)?" + Pattern.quote(simple(function)) + "\\b.*");
    return line > 0
        && line <= lines.size()
        && declared.matcher(lines.get(Math.toIntExact(line) - 1).strip()).matches();
  }

  /// "(*Server).handle" without what it belongs to.
  private static String simple(String function) {
    return function.substring(function.lastIndexOf('.') + 1);
  }
}
