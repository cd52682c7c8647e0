package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Finding;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.BuilderAccess;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The ServiceAccounts whose pods push from inside the cluster.
@Command(name = "builder")
final class BuilderCommand {

  @Command(name = "allow")
  static final class Allow extends RegistryCommand {
    @Parameters(paramLabel = "NS/ACCOUNT")
    String account = "";

    @Option(names = "--repositories", split = ",", paramLabel = "PREFIX", required = true)
    List<String> repositories = List.of();

    Allow(Opening opening) {
      super(opening);
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      Builder builder = new Builder(serviceAccount(account), repositories);
      StackOptions options = inForce(workspace);
      BuilderAccess access = workspace.stack().allowBuilder(options, builder);
      if (json()) {
        output().json(Words.json(access));
        return 0;
      }
      output().note(Words.sentence(access));
      output().note(Messages.of("the-rule-is", access.rule()));
      access
          .remarks()
          .forEach(each -> output().note(Messages.of("warning-2", each.words(), each.whatToDo())));
      if (!access.labels().isEmpty()) {
        output().note(Messages.of("label-the-builders-pods", Words.labels(access)));
      }
      for (BuilderAccess.Addition each : access.additions()) {
        output()
            .note(
                each.owner().isEmpty()
                    ? Messages.of("add-it-to", each.object())
                    : Messages.of("is-kept-by-add-it-there", each.object(), each.owner()));
        output().text(each.yaml());
      }
      output()
          .note(
              Messages.of(
                  "get-its-configuration",
                  again(options),
                  builder.account().namespace(),
                  builder.account().name()));
      return 0;
    }
  }

  @Command(name = "list")
  static final class ListAll extends RegistryCommand {
    private static final List<Table.Column> COLUMNS =
        List.of(
            Table.Column.keep(Messages.of("builder")),
            Table.Column.keep(Messages.of("repositories")),
            Table.Column.spare(Messages.of("address-in-its-pods"), 2),
            Table.Column.keep(Messages.of("rule")),
            Table.Column.spare(Messages.of("pod-label"), 1),
            Table.Column.spare(Messages.of("through"), 3),
            Table.Column.fold(Messages.of("missing")));

    ListAll(Opening opening) {
      super(opening);
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      StackOptions options = inForce(workspace);
      List<BuilderAccess> builders = workspace.stack().builders(options);
      if (json()) {
        output().json(builders.stream().map(Words::json).toList());
      } else if (builders.isEmpty()) {
        output().line(Messages.of("no-builder-is-allowed", again(options)));
      } else {
        show(new Table(COLUMNS, builders.stream().map(Words::row).toList()));
        workspace
            .stack()
            .rehearsal(options)
            .filter(each -> each.rehearsed().builder().isPresent())
            .ifPresent(
                each -> output().note(Messages.of("in-rehearsal", RehearsalWords.line(each))));
      }
      return 0;
    }
  }

  @Command(name = "remove")
  static final class Remove extends RegistryCommand {
    @Parameters(paramLabel = "NS/ACCOUNT")
    String account = "";

    Remove(Opening opening) {
      super(opening);
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      ServiceAccount removed = serviceAccount(account);
      workspace.stack().removeBuilder(inForce(workspace), removed);
      if (json()) {
        output()
            .json(
                Map.of(
                    "removed",
                    Map.of("namespace", removed.namespace(), "account", removed.name())));
      } else {
        output().line(Messages.of("can-no-longer-push", removed));
      }
      return 0;
    }
  }

  BuilderCommand() {}

  /// Builders in words and in JSON, whose keys are a promise to scripts.
  private static final class Words {
    static String sentence(BuilderAccess access) {
      List<String> repositories = access.builder().repositories();
      return repositories.contains("*")
          ? Messages.of("pods-can-push-to-all", access.builder().account(), access.address())
          : Messages.of(
              "pods-can-push-to",
              access.builder().account(),
              access.address(),
              String.join(", ", repositories));
    }

    static String labels(BuilderAccess access) {
      return String.join(
          ", ",
          access.labels().entrySet().stream()
              .map(each -> each.getKey() + "=" + each.getValue())
              .toList());
    }

    static List<String> row(BuilderAccess access) {
      return List.of(
          access.builder().account().toString(),
          String.join(",", access.builder().repositories()),
          access.address(),
          access.rule(),
          access.labels().isEmpty() ? "-" : labels(access),
          access.ways().isEmpty() ? "-" : String.join(",", access.ways()),
          missing(access));
    }

    private static String missing(BuilderAccess access) {
      if (access.open()) {
        return "";
      }
      return access.additions().isEmpty()
          ? Messages.of("no-sidecar-leads-there")
          : Messages.of(
              "the-listener-is-missing-in",
              String.join(
                  ", ", access.additions().stream().map(BuilderAccess.Addition::object).toList()));
    }

    static Map<String, Object> json(BuilderAccess access) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("namespace", access.builder().account().namespace());
      json.put("account", access.builder().account().name());
      json.put("repositories", access.builder().repositories());
      json.put("address", access.address());
      json.put("rule", access.rule());
      json.put("through", access.ways());
      json.put("podLabels", access.labels());
      json.put("open", access.open());
      List<Map<String, String>> additions = new ArrayList<>();
      access
          .additions()
          .forEach(
              each ->
                  additions.add(
                      Map.of("object", each.object(), "owner", each.owner(), "yaml", each.yaml())));
      json.put("additions", additions);
      json.put("warnings", access.remarks().stream().map(Finding::words).toList());
      return json;
    }
  }
}
