package dev.mooring.desktop.terminal;

import dev.mooring.desktop.control.ForwardEntry;
import dev.mooring.desktop.control.Moorings.Mooring;
import dev.mooring.desktop.control.Request;
import dev.mooring.desktop.control.Verb;
import dev.mooring.desktop.fx.Words;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Prints what a forward has lived through, oldest first.
abstract class ForwardHistory extends RunningQuery {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  @Parameters(paramLabel = "NAME")
  String name = "";

  @Option(names = {"-f", "--follow"})
  boolean follow;

  private final Verb verb;

  ForwardHistory(Opening opening, Verb verb) {
    super(opening);
    this.verb = verb;
  }

  @Override
  public final Integer call() throws InterruptedException {
    ForwardListing listing = opening().forwards();
    ForwardEntry entry = listing.named(List.of(name), context).getFirst();
    Optional<Mooring> owner = listing.found().owner(entry);
    if (owner.isEmpty()) {
      throw new Problem(
              Code.FORWARD_NOT_RUNNING,
              Messages.of("there-is-no-history-of", name),
              Messages.of("it-isnt-running-its-history-ends"),
              new Remedy.Command(Messages.of("start-it"), "mooring forward start " + name))
          .raise();
    }
    List<Object> all = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    opening()
        .moorings()
        .follow(
            owner.get(),
            Request.history(verb, entry.key(), follow),
            each -> {
              if (!json()) {
                output().line(line(each));
              } else if (follow) {
                output().line(Documents.json(each));
              } else {
                all.add(each);
              }
            },
            problems::add);
    if (json() && !follow) {
      output().json(all);
    }
    problems.forEach(output()::problem);
    return problems.isEmpty() ? 0 : 1;
  }

  abstract String line(Document entry);

  /// The time of day here.
  static String time(Document entry) {
    try {
      return TIME.format(Instant.parse(entry.at("at").textOrEmpty()));
    } catch (DateTimeException e) {
      return entry.at("at").textOrEmpty();
    }
  }

  @Command(name = "logs")
  static final class Logs extends ForwardHistory {
    Logs(Opening opening) {
      super(opening, Verb.LOGS);
    }

    @Override
    String line(Document entry) {
      return time(entry) + "  " + entry.at("words").textOrEmpty();
    }
  }

  @Command(name = "requests")
  static final class Requests extends ForwardHistory {
    Requests(Opening opening) {
      super(opening, Verb.REQUESTS);
    }

    @Override
    String line(Document entry) {
      long status = entry.at("status").integer().orElse(0L);
      return Messages.of(
          "ms",
          time(entry),
          status == 0 ? "---" : String.valueOf(status),
          entry.at("method").textOrEmpty(),
          entry.at("path").textOrEmpty(),
          entry.at("millis").textOrEmpty(),
          Words.size(entry.at("size").integer().orElse(0L)));
    }
  }
}
