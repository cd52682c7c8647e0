package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.Rehearsal;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What a change of who can push would have refused; and its end, one way or the other.
@Command(name = "rehearsal")
final class RehearsalCommand extends RegistryCommand {
  private static final List<Table.Column> COLUMNS =
      List.of(
          Table.Column.keep(Messages.of("rehearsal-account")),
          Table.Column.keep(Messages.of("rehearsal-repository")),
          Table.Column.spare(Messages.of("rehearsal-methods"), 2),
          Table.Column.keep(Messages.of("rehearsal-requests")),
          Table.Column.spare(Messages.of("rehearsal-first"), 1),
          Table.Column.keep(Messages.of("rehearsal-last")));

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(names = "--enforce")
  boolean enforce;

  @Option(names = "--discard")
  boolean discard;

  @Option(names = {"-y", "--yes"})
  boolean yes;

  RehearsalCommand(Opening opening) {
    super(opening);
  }

  @Override
  void check() {
    if (enforce && discard) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), Messages.of("enforce-or-discard"));
    }
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    StackOptions options = inForce(workspace);
    Stack stack = workspace.stack();
    if (discard) {
      Rehearsed change = stack.discardRehearsal(options);
      String words = Messages.of("discarded-nothing-changes", RehearsalWords.change(change));
      ended("discarded", words, change);
      return 0;
    }
    Optional<Rehearsal> rehearsal = stack.rehearsal(options);
    if (enforce) {
      rehearsal.ifPresent(this::ask);
      Rehearsed change = stack.enforceRehearsal(options);
      String words = Messages.of("enforced-from-now-on", RehearsalWords.change(change));
      ended("enforced", words, change);
    } else if (json()) {
      output().json(rehearsal.map(RehearsalWords::json).orElse(Map.of()));
    } else if (rehearsal.isEmpty()) {
      output().line(Messages.of("nothing-is-in-rehearsal", again(options)));
    } else {
      print(rehearsal.get(), options);
    }
    return 0;
  }

  /// Who would have been refused will be.
  private void ask(Rehearsal rehearsal) {
    if (!yes && (rehearsal.requests() > 0 || !rehearsal.hidden().isEmpty())) {
      Question.confirm(
          output(),
          Messages.of(
              "enforce-it",
              RehearsalWords.outcome(rehearsal),
              RehearsalWords.change(rehearsal.rehearsed())));
    }
  }

  private void ended(String how, String words, Rehearsed change) {
    if (json()) {
      output().json(Map.of(how, RehearsalWords.json(change)));
    } else {
      output().line(words);
    }
  }

  private void print(Rehearsal rehearsal, StackOptions options) {
    output().note(Messages.of("in-rehearsal", RehearsalWords.line(rehearsal)));
    if (rehearsal.counted().isAfter(rehearsal.rehearsed().since())) {
      output().note(Messages.of("counted-since", RehearsalWords.time(rehearsal.counted())));
    }
    if (!rehearsal.refusals().isEmpty()) {
      show(new Table(COLUMNS, rehearsal.refusals().stream().map(RehearsalWords::row).toList()));
    }
    output().note(Messages.of("enforce-or-discard-it", again(options)));
  }
}
