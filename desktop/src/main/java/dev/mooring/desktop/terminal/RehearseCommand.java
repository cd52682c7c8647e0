package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.StackOptions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Tries a change of who can push.
abstract class RehearseCommand extends RegistryCommand {
  @Spec CommandSpec spec = CommandSpec.create();

  @Option(names = "--repositories", split = ",", paramLabel = "PREFIX")
  List<String> repositories = List.of();

  @Option(names = "--remove")
  boolean remove;

  RehearseCommand(Opening opening) {
    super(opening);
  }

  @Override
  void check() {
    if (remove == !repositories.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), Messages.of("repositories-or-remove"));
    }
  }

  abstract Rehearsed change(Workspace workspace, Instant now);

  @Override
  int run(Workspace workspace) throws InterruptedException {
    Rehearsed change = change(workspace, Instant.now().truncatedTo(ChronoUnit.SECONDS));
    StackOptions options = inForce(workspace);
    workspace.stack().rehearse(options, change);
    if (json()) {
      output().json(RehearsalWords.json(change));
    } else {
      output().line(Messages.of("rehearsing", RehearsalWords.change(change)));
      output().note(Messages.of("see-the-rehearsal", again(options)));
    }
    return 0;
  }

  /// Of a writer.
  @Command(name = "rehearse")
  static final class OfWriter extends RehearseCommand {
    @Parameters(paramLabel = "NAME")
    String name = "";

    OfWriter(Opening opening) {
      super(opening);
    }

    /// The namespace asked for is the writer's.
    @Override
    Optional<String> home() {
      return Optional.empty();
    }

    @Override
    Rehearsed change(Workspace workspace, Instant now) {
      return new Rehearsed(workloadNamespace(workspace), name, repositories, now);
    }
  }

  /// Of a builder.
  @Command(name = "rehearse")
  static final class OfBuilder extends RehearseCommand {
    @Parameters(paramLabel = "NS/ACCOUNT")
    String account = "";

    OfBuilder(Opening opening) {
      super(opening);
    }

    @Override
    Rehearsed change(Workspace workspace, Instant now) {
      ServiceAccount builder = serviceAccount(account);
      return new Rehearsed(
          builder.namespace(), new Builder(builder, List.of()).atDoor().name(), repositories, now);
    }
  }
}
