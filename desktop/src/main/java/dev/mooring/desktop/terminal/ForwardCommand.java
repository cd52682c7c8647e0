package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.forward.AccountName;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Forwards;
import dev.mooring.forward.Local;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.Target;
import dev.mooring.forward.reach.TargetCheck;
import dev.mooring.forward.running.ContextForwards;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "forward")
final class ForwardCommand extends ClusterCommand {
  @Parameters(arity = "0..*", paramLabel = "TARGET PORT...")
  List<String> words = List.of();

  @Option(names = "--group", paramLabel = "NAME")
  String group = "";

  @Option(names = "--save")
  boolean save;

  @Option(names = "--name", paramLabel = "NAME")
  @Nullable String name;

  @Option(names = "--address", paramLabel = "IP")
  List<String> addresses = List.of();

  @Option(names = "--tls")
  boolean tls;

  @Option(names = "--certificate", paramLabel = "FILE")
  @Nullable Path certificate;

  @Option(names = "--alias", paramLabel = "HOST")
  String alias = "";

  @Option(names = "--pick", paramLabel = "WAY")
  String pick = "";

  @Option(names = "--requests")
  boolean requests;

  @Option(names = "--spare")
  boolean spare;

  @Option(names = "--mtls")
  boolean mtls;

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  @Spec CommandSpec command = CommandSpec.create();

  private WantedForwards wanted = new WantedForwards(List.of(), List.of());

  ForwardCommand(Opening opening) {
    super(opening);
  }

  @Override
  void check() {
    if (words.isEmpty()) {
      throw new ParameterException(command.commandLine(), Messages.of("missing-target"));
    }
    if (certificate != null && (!tls || save)) {
      throw new ParameterException(command.commandLine(), Messages.of("certificate-needs-tls"));
    }
    if (mtls != (account != null)) {
      throw new ParameterException(command.commandLine(), Messages.of("mtls-needs-as"));
    }
    try {
      WantedForwards parsed = WantedForwards.parse(words);
      List<ForwardSpec> specs = parsed.specs().stream().map(this::dressed).toList();
      if (name != null && specs.size() + parsed.withoutPorts().size() > 1) {
        throw new Problem(
                Code.INVALID_VALUE,
                Messages.of("cannot-give-several-forwards-one-name"),
                Messages.of("name-was-given-with-more-than"),
                new Remedy.Advice(Messages.of("leave-name-out-or-forward-each")))
            .raise();
      }
      wanted = new WantedForwards(specs, parsed.withoutPorts());
    } catch (MooringException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private ForwardSpec dressed(ForwardSpec spec) {
    List<InetAddress> at = addresses.stream().map(ForwardCommand::loopback).toList();
    return spec.withName(name == null ? spec.name() : name)
        .withGroup(group.strip())
        .withLocal(new Local(at, spec.local().port(), tls, alias))
        .withPick(PodSelection.parse(pick))
        .withRequests(requests)
        .withSpare(spare)
        .withAs(account == null ? null : AccountName.parse(account));
  }

  /// Only literals: a name would ask the network.
  private static InetAddress loopback(String text) {
    Problem no =
        new Problem(
            Code.ADDRESS_NOT_LOOPBACK,
            Messages.of("cannot-listen-on", text),
            Messages.of("only-this-machine-can-use-a"),
            new Remedy.Advice(Messages.of("examples-of-loopback")));
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      if (address.isLoopbackAddress()) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw no.raise(e);
    }
    throw no.raise();
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    String home = workloadNamespace(workspace);
    for (Target each : wanted.withoutPorts()) {
      refuse(TargetCheck.isThere(workspace.cluster(), each.in(home)));
      throw MissingPort.of(workspace.cluster(), each.in(home)).raise();
    }
    List<ForwardSpec> specs = new ArrayList<>();
    for (ForwardSpec each : wanted.specs()) {
      specs.add(each.withTarget(each.target().in(home)));
    }
    for (ForwardSpec each : specs) {
      refuse(TargetCheck.of(workspace.cluster(), each.target()));
    }
    if (save) {
      Optional<Boolean> taken =
          new HandOver(opening(), json()).toWindow(workspace.context().name(), specs);
      if (taken.isPresent()) {
        return taken.get() ? 0 : 1;
      }
    }
    ContextForwards kept = opening().kept(workspace);
    ForegroundForwards foreground = new ForegroundForwards(opening(), json());
    for (ForwardSpec each : specs) {
      foreground.start(workspace, each);
      if (save) {
        // Not as running: the window would start it beside this one.
        kept.save(each, false);
      }
    }
    if (certificate != null) {
      write(certificate, workspace.forwards(), specs);
    }
    foreground.awaitEnd();
    return 0;
  }

  private static void write(Path file, Forwards forwards, List<ForwardSpec> specs) {
    StringBuilder all = new StringBuilder();
    specs.forEach(each -> forwards.certificate(each.name()).ifPresent(all::append));
    try {
      Files.writeString(file, all);
    } catch (IOException e) {
      throw new Problem(
              Code.FILE_NOT_WRITABLE,
              Messages.of("cannot-write-the-certificates-to", file),
              Messages.of("the-system-does-not-allow-it"),
              new Remedy.Advice(Messages.of("check-the-folder-and-its-permissions")),
              String.valueOf(e.getMessage()))
          .raise(e);
    }
  }

  private static void refuse(Optional<Problem> problem) {
    problem.ifPresent(
        known -> {
          throw known.raise();
        });
  }
}
