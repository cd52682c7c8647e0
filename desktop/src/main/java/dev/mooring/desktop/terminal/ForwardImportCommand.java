package dev.mooring.desktop.terminal;

import dev.mooring.cluster.Context;
import dev.mooring.desktop.control.Moorings;
import dev.mooring.desktop.control.Moorings.Mooring;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.exchange.Exchange;
import dev.mooring.forward.exchange.ExchangeFormat;
import dev.mooring.forward.exchange.Imported;
import dev.mooring.forward.exchange.Note;
import dev.mooring.forward.running.ContextForwards;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "import")
final class ForwardImportCommand implements Callable<Integer> {
  private static final List<Table.Column> COLUMNS =
      List.of(
          Table.Column.keep(Messages.of("name")),
          Table.Column.spare(Messages.of("group"), 1),
          Table.Column.spare(Messages.of("context"), 2),
          Table.Column.keep(Messages.of("namespace")),
          Table.Column.keep(Messages.of("target")),
          Table.Column.keep(Messages.of("port")),
          Table.Column.spare(Messages.of("local"), 3));

  private final Opening opening;

  @Parameters(paramLabel = "FILE")
  Path file = Path.of("");

  @Option(names = "--format", paramLabel = "FORMAT", converter = ExchangeFormats.class)
  @Nullable ExchangeFormat format;

  @Option(names = "--dry-run")
  boolean dryRun;

  @Option(names = "--group", paramLabel = "NAME")
  @Nullable String group;

  @Option(names = "--context", paramLabel = "NAME")
  @Nullable String context;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = Format.Parser.class)
  Format output = Format.TEXT;

  ForwardImportCommand(Opening opening) {
    this.opening = opening;
  }

  @Override
  public Integer call() throws InterruptedException {
    Imported read = Exchange.read(file, Optional.ofNullable(format));
    List<Context> contexts =
        opening.kubeconfig().exists() ? opening.kubeconfig().contexts() : List.of();
    Imported placed = read.at(home(contexts), contexts).atRest();
    if (group != null) {
      placed = placed.inGroup(group.strip());
    }
    placed = placed.beside(ContextForwards.saved(opening.settings().get()));
    List<Problem> problems = List.of();
    if (!dryRun && !placed.forwards().isEmpty()) {
      problems = keep(placed.forwards());
    }
    print(placed, placed.forwards().size() - problems.size(), contexts);
    problems.forEach(opening.output()::problem);
    return problems.isEmpty() ? 0 : 1;
  }

  /// A running window keeps the list.
  private List<Problem> keep(List<SavedForward> more) throws InterruptedException {
    Optional<Mooring> window = opening.forwards().found().window();
    if (window.isEmpty()) {
      opening.change(settings -> ContextForwards.with(settings, more));
      return List.of();
    }
    List<Problem> problems = new ArrayList<>();
    for (SavedForward each : more) {
      problems.addAll(opening.moorings().ask(window.get(), Moorings.keep(each, false)).problems());
    }
    return problems;
  }

  private String home(List<Context> contexts) {
    if (context != null) {
      return context;
    }
    return contexts.stream()
        .filter(Context::current)
        .map(Context::name)
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                        Code.CONTEXT_MISSING,
                        Messages.of("cannot-tell-where-these-forwards-belong"),
                        Messages.of("the-kubeconfig-has-no-current-context"),
                        new Remedy.Setting(Messages.of("name-a-context"), "--context", ""))
                    .raise());
  }

  /// @param more how many of them the list took, or would take
  private void print(Imported placed, int more, List<Context> contexts) {
    if (output == Format.JSON) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("format", placed.format().words());
      object.put("dryRun", dryRun);
      object.put("forwards", placed.forwards().stream().map(SavedForward::write).toList());
      object.put("report", ExchangeReport.json(placed.notes()));
      opening.output().json(object);
      return;
    }
    Note.lines(placed.notes()).forEach(opening.output()::note);
    for (SavedForward each : placed.forwards()) {
      if (contexts.stream().noneMatch(known -> known.name().equals(each.context()))) {
        opening
            .output()
            .note(
                Messages.of("your-kubeconfig-has-no-context", each.spec().name(), each.context()));
      }
    }
    opening
        .output()
        .line(
            dryRun
                ? Messages.count("would-add-forwards", more, placed.format().words(), file)
                : Messages.count("added-forwards", more, placed.format().words(), file));
    if (!placed.forwards().isEmpty()) {
      List<List<String>> rows = placed.forwards().stream().map(ForwardImportCommand::row).toList();
      opening.output().table(new Table(COLUMNS, rows), output == Format.WIDE);
    }
  }

  private static List<String> row(SavedForward each) {
    int local = each.spec().local().port();
    return List.of(
        each.spec().name(),
        each.spec().group(),
        each.context(),
        each.spec().target().namespace(),
        each.spec().target().words(),
        each.spec().target().port(),
        local == 0 ? Messages.of("automatic") : String.valueOf(local));
  }
}
