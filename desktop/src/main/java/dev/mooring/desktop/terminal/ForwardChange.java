package dev.mooring.desktop.terminal;

import dev.mooring.desktop.control.ForwardEntry;
import dev.mooring.desktop.control.ForwardKey;
import dev.mooring.desktop.control.Moorings;
import dev.mooring.desktop.control.Moorings.Mooring;
import dev.mooring.desktop.control.Request;
import dev.mooring.desktop.control.Verb;
import dev.mooring.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Does something to forwards by name, by group, or to all; each is asked of the Mooring that has
/// it.
abstract class ForwardChange extends RunningQuery {
  @Parameters(arity = "0..*", paramLabel = "NAME")
  List<String> names = List.of();

  @Option(names = "--group", paramLabel = "NAME")
  String group = "";

  @Option(names = "--all")
  boolean all;

  @Spec CommandSpec command = CommandSpec.create();

  private final List<Map<String, Object>> done = new ArrayList<>();
  private boolean failed;

  ForwardChange(Opening opening) {
    super(opening);
  }

  @Override
  public final Integer call() throws InterruptedException {
    int ways = (names.isEmpty() ? 0 : 1) + (group.isEmpty() ? 0 : 1) + (all ? 1 : 0);
    if (ways != 1) {
      throw new ParameterException(command.commandLine(), Messages.of("missing-forwards"));
    }
    ForwardListing listing = opening().forwards();
    List<ForwardEntry> chosen =
        all
            ? listing.in(context)
            : group.isEmpty() ? listing.named(names, context) : listing.group(group, context);
    change(listing, chosen);
    return failed ? 1 : 0;
  }

  abstract void change(ForwardListing listing, List<ForwardEntry> chosen)
      throws InterruptedException;

  /// Asks each owner about its own.
  ///
  /// @return those that nobody has
  final List<ForwardEntry> ask(Verb verb, ForwardListing listing, List<ForwardEntry> chosen)
      throws InterruptedException {
    Map<Mooring, List<ForwardKey>> owned = new LinkedHashMap<>();
    List<ForwardEntry> nobodys = new ArrayList<>();
    for (ForwardEntry each : chosen) {
      Optional<Mooring> owner = listing.found().owner(each).or(listing.found()::window);
      if (owner.isPresent()) {
        owned.computeIfAbsent(owner.get(), o -> new ArrayList<>()).add(each.key());
      } else {
        nobodys.add(each);
      }
    }
    for (Map.Entry<Mooring, List<ForwardKey>> each : owned.entrySet()) {
      Moorings.Answer answer =
          opening().moorings().ask(each.getKey(), Request.about(verb, each.getValue()));
      answer.entries().stream().map(Moorings::entry).forEach(this::done);
      answer.problems().forEach(this::failed);
    }
    return nobodys;
  }

  final void done(ForwardEntry entry) {
    if (json()) {
      done.add(ForwardRows.json(entry));
    } else {
      output().line(words(entry));
    }
  }

  final void failed(Problem problem) {
    failed = true;
    output().problem(problem);
  }

  String words(ForwardEntry entry) {
    return ForwardRows.sentence(entry);
  }

  final void finish() {
    if (json()) {
      output().json(done);
    }
  }

  /// Runs what nobody has in this process, until Ctrl-C.
  final void runHere(List<ForwardEntry> entries) throws InterruptedException {
    if (entries.isEmpty()) {
      finish();
      return;
    }
    ForegroundForwards foreground = new ForegroundForwards(opening(), json());
    for (ForwardEntry each : entries) {
      String in = each.key().context();
      foreground.start(opening().open(in.isEmpty() ? null : in), each.spec());
    }
    foreground.awaitEnd();
  }

  @Command(name = "start")
  static final class Start extends ForwardChange {
    Start(Opening opening) {
      super(opening);
    }

    @Override
    void change(ForwardListing listing, List<ForwardEntry> chosen) throws InterruptedException {
      chosen.stream().filter(ForwardEntry::listens).forEach(this::done);
      runHere(ask(Verb.START, listing, chosen.stream().filter(each -> !each.listens()).toList()));
    }
  }

  @Command(name = "restart")
  static final class Restart extends ForwardChange {
    Restart(Opening opening) {
      super(opening);
    }

    @Override
    void change(ForwardListing listing, List<ForwardEntry> chosen) throws InterruptedException {
      runHere(ask(Verb.RESTART, listing, chosen));
    }
  }

  @Command(name = "stop")
  static final class Stop extends ForwardChange {
    Stop(Opening opening) {
      super(opening);
    }

    @Override
    void change(ForwardListing listing, List<ForwardEntry> chosen) throws InterruptedException {
      ask(Verb.STOP, listing, chosen).forEach(this::done);
      finish();
    }
  }

  @Command(name = "rm")
  static final class Remove extends ForwardChange {
    Remove(Opening opening) {
      super(opening);
    }

    @Override
    void change(ForwardListing listing, List<ForwardEntry> chosen) throws InterruptedException {
      ask(Verb.REMOVE, listing, chosen).forEach(this::done);
      if (listing.found().window().isEmpty()) {
        // Who forwards in the foreground does not own the list.
        for (ForwardEntry each : chosen) {
          opening().forget(each.key());
        }
      }
      finish();
    }

    @Override
    String words(ForwardEntry entry) {
      return Messages.of("is-removed", entry.spec().name());
    }
  }
}
