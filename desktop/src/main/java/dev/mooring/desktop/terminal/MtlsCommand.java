package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.forward.Target;
import dev.mooring.mesh.OfferedService;
import dev.mooring.stack.MeshServices;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The services of the mesh that laptops can reach by mutual TLS.
@Command(name = "mtls")
final class MtlsCommand {
  MtlsCommand() {}

  /// What the three have in common.
  abstract static class OfServices extends RegistryCommand {
    OfServices(Opening opening) {
      super(opening);
    }

    /// The namespace asked for is the service's.
    @Override
    final Optional<String> home() {
      return Optional.empty();
    }

    /// By the entrance of the registry asked for.
    final MeshServices services(Workspace workspace) throws InterruptedException {
      return new MeshServices(workspace.cluster(), inForce(workspace));
    }

    static Map<String, Object> json(OfferedService service) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("service", service.name());
      object.put("namespace", service.namespace());
      object.put("port", service.port());
      object.put("account", service.account().toString());
      return object;
    }
  }

  /// One that names a Service.
  abstract static class OfOne extends OfServices {
    @Parameters(index = "0", paramLabel = "SERVICE")
    String service = "";

    @Spec CommandSpec command = CommandSpec.create();

    OfOne(Opening opening) {
      super(opening);
    }

    /// "svc/hello" or "hello".
    final String name() {
      String words = service.contains("/") ? service : "svc/" + service;
      if (Target.parse(words, "", "0") instanceof Target.Service named) {
        return named.name();
      }
      throw new ParameterException(command.commandLine(), Messages.of("not-a-service", service));
    }
  }

  @Command(name = "allow")
  static final class Allow extends OfOne {
    @Parameters(index = "1", paramLabel = "PORT")
    String port = "";

    Allow(Opening opening) {
      super(opening);
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      OfferedService allowed =
          services(workspace).allow(workloadNamespace(workspace), name(), port);
      if (json()) {
        output().json(json(allowed));
      } else {
        output().line(Messages.of("laptops-can-reach", allowed.words(), allowed.account()));
        output()
            .note(
                Messages.of(
                    "forward-to-it-with", allowed.name(), allowed.port(), allowed.namespace()));
      }
      return 0;
    }
  }

  @Command(name = "list")
  static final class ListAll extends OfServices {
    private static final List<Table.Column> COLUMNS =
        List.of(
            Table.Column.keep(Messages.of("namespace")),
            Table.Column.keep(Messages.of("service")),
            Table.Column.keep(Messages.of("port")),
            Table.Column.keep(Messages.of("runs-as")));

    ListAll(Opening opening) {
      super(opening);
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      List<OfferedService> all =
          services(workspace).list().stream()
              .filter(each -> namespace == null || each.namespace().equals(namespace))
              .toList();
      if (json()) {
        output().json(all.stream().map(OfServices::json).toList());
      } else if (all.isEmpty()) {
        output().line(Messages.of("laptops-can-reach-no-service"));
      } else {
        show(
            new Table(
                COLUMNS,
                all.stream()
                    .map(
                        each ->
                            List.of(
                                each.namespace(),
                                each.name(),
                                each.portName().isEmpty()
                                    ? String.valueOf(each.port())
                                    : each.port() + " (" + each.portName() + ")",
                                each.account().name()))
                    .toList()));
      }
      return 0;
    }
  }

  @Command(name = "remove")
  static final class Remove extends OfOne {
    @Parameters(index = "1", arity = "0..1", paramLabel = "PORT")
    String port = "";

    Remove(Opening opening) {
      super(opening);
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      List<OfferedService> removed =
          services(workspace).remove(workloadNamespace(workspace), name(), port);
      if (json()) {
        output().json(Map.of("removed", removed.stream().map(OfServices::json).toList()));
      } else {
        removed.forEach(
            each -> output().line(Messages.of("laptops-can-no-longer-reach", each.words())));
      }
      return 0;
    }
  }
}
