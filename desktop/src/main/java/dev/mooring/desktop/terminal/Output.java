package dev.mooring.desktop.terminal;

import dev.mooring.desktop.control.Problems;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.document.Printable;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a command prints: results on standard output, everything else on standard error.
final class Output {
  private final PrintStream screen;
  private final PrintStream err;
  private final boolean terminal;
  private final IntSupplier width;
  private final Supplier<Optional<Pager>> pagers;
  private final List<String> held = new ArrayList<>();
  private PrintStream out;
  private @Nullable Pager pager;
  private boolean paging;
  private int drawn;
  private int columns;

  /// @param terminal whether standard error is a screen, where a progress line may be redrawn
  Output(PrintStream out, PrintStream err, boolean terminal) {
    this(out, err, terminal, () -> 0, Optional::empty);
  }

  /// @param width of the terminal, asked for tables only; 0 where there is none
  /// @param pagers starts one where there is one; asked only where there is a screen
  Output(
      PrintStream out,
      PrintStream err,
      boolean terminal,
      IntSupplier width,
      Supplier<Optional<Pager>> pagers) {
    this.screen = out;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.width = width;
    this.pagers = pagers;
  }

  /// From now on results go through the user's pager, which starts with the first of them. Until
  /// [#end] the screen is the pager's: what is noted meanwhile comes after it.
  synchronized void page() {
    paging = terminal;
  }

  /// Ends the pager at once: the user stopped the command.
  synchronized void stop() {
    if (pager != null) {
      pager.stop();
    }
    end();
  }

  /// Waits until the user leaves the pager; without one nothing happens.
  synchronized void end() {
    paging = false;
    Pager open = pager;
    if (open != null) {
      pager = null;
      out = screen;
      open.close();
      held.forEach(err::println);
      held.clear();
    }
  }

  synchronized void line(String text) {
    begin();
    out.println(printable(text));
    out.flush();
  }

  /// A line of a stranger's, whose tabs are columns.
  synchronized void logged(String text) {
    begin();
    out.println(
        Arrays.stream(text.split("\t", -1))
            .map(Output::printable)
            .collect(Collectors.joining("\t")));
    out.flush();
  }

  /// Several lines as they are.
  synchronized void text(String lines) {
    begin();
    out.println(lines.stripTrailing());
    out.flush();
  }

  synchronized void json(Object value) {
    begin();
    out.println(Documents.prettyJson(Document.of(value)));
    out.flush();
  }

  /// A document as it is stored, byte for byte where a program reads it.
  synchronized void raw(byte[] document) {
    if (terminal) {
      text(
          new String(document, StandardCharsets.UTF_8)
              .lines()
              .map(Output::printable)
              .collect(Collectors.joining("\n")));
      return;
    }
    bytes(document, document.length);
  }

  /// Content that is none of Mooring's words.
  ///
  /// @param bytes those from the start up to a length
  synchronized void bytes(byte[] bytes, int length) {
    begin();
    out.write(bytes, 0, length);
    out.flush();
  }

  /// Lines that end with a line end each and have been cleaned.
  synchronized void block(String lines) {
    begin();
    out.print(lines);
    out.flush();
  }

  /// Whether a person sees what is printed, and not a file or another program.
  boolean isScreen() {
    return terminal;
  }

  /// Whether nobody reads standard output any more: the pipe has ended.
  synchronized boolean unread() {
    return out.checkError();
  }

  /// For people, not for pipes.
  synchronized void note(String text) {
    if (pager != null) {
      held.add(printable(text));
      return;
    }
    clear();
    err.println(printable(text));
  }

  /// The same, with the terminal's bell where there is a screen.
  synchronized void alarm(String text) {
    note(text);
    if (terminal) {
      err.print('\u0007');
      err.flush();
    }
  }

  /// A line that the next one overwrites; nothing where there is no screen.
  synchronized void progress(String text) {
    progress(List.of(text));
  }

  /// The same for several lines, which overwrite those before.
  synchronized void progress(List<String> lines) {
    if (terminal && pager == null) {
      StringBuilder text = new StringBuilder(erased());
      for (int i = 0; i < lines.size(); i++) {
        String line = printable(lines.get(i));
        text.append(i > 0 ? "\n" : "").append(lines.size() > 1 ? fitting(line) : line);
      }
      err.print(text);
      err.flush();
      drawn = lines.size();
    }
  }

  /// A line that the terminal would break could not be overwritten.
  private String fitting(String line) {
    if (columns == 0) {
      int asked = width.getAsInt();
      columns = asked > 0 ? asked : 80;
    }
    return line.length() < columns ? line : line.substring(0, columns - 1);
  }

  /// To the beginning of what was drawn, of which nothing stays.
  private String erased() {
    return drawn > 1 ? "\r\u001b[" + (drawn - 1) + "A\u001b[J" : "\r\u001b[K";
  }

  synchronized void problem(Problem problem) {
    end();
    clear();
    err.println(Messages.of("mooring-says", printable(problem.what())));
    err.println("  " + Messages.of("why", printable(problem.why())));
    if (!problem.whatToDo().isBlank()) {
      err.println("  " + Messages.of("what-to-do", printable(problem.whatToDo())));
    }
    if (problem.remedy() instanceof Remedy.Grant grant) {
      grant.role().lines().forEach(l -> err.println("    " + printable(l)));
    }
    if (!problem.detail().isBlank()) {
      problem.detail().lines().limit(20).forEach(l -> err.println("  | " + printable(l)));
    }
  }

  /// @param wide every column whole, whatever the terminal's width
  synchronized void table(Table table, boolean wide) {
    if (lines(table, wide, 0)) {
      note(Messages.of("some-columns-are-hidden"));
    }
  }

  /// Further rows of a table, whose heading was printed.
  ///
  /// @param table whose first row has the widest cells so far, and is not printed again
  synchronized void moreOf(Table table, boolean wide) {
    lines(table, wide, 2);
  }

  private boolean lines(Table table, boolean wide, int skipped) {
    begin();
    List<List<String>> rows =
        table.rows().stream().map(row -> row.stream().map(Output::printable).toList()).toList();
    Table.Fitted fitted = new Table(table.columns(), rows).fit(wide ? 0 : width.getAsInt());
    fitted.lines().stream().skip(skipped).forEach(out::println);
    out.flush();
    return fitted.hidden();
  }

  static Map<String, Object> json(Problem problem) {
    return Problems.json(problem);
  }

  /// Before a result.
  private void begin() {
    clear();
    if (paging) {
      paging = false;
      pager = pagers.get().orElse(null);
      out = pager == null ? screen : pager.in();
    }
  }

  private void clear() {
    if (drawn > 0) {
      err.print(erased());
      err.flush();
      drawn = 0;
    }
  }

  /// Names and messages come from clusters and registries: nothing that steers a screen reaches it.
  static String printable(String text) {
    return Printable.marked(text);
  }
}
