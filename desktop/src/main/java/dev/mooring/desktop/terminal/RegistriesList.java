package dev.mooring.desktop.terminal;

import dev.mooring.desktop.control.ConnectedRegistry;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.job.Concurrently;
import dev.mooring.stack.OutsideRegistries;
import dev.mooring.stack.StackStatus;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// Lists the registries of a cluster. The keys of its JSON are a promise to scripts: more may come,
/// none changes.
abstract class RegistriesList extends ClusterCommand {
  private static final List<Table.Column> COLUMNS =
      List.of(
          Table.Column.keep(Messages.of("registry")),
          Table.Column.spare(Messages.of("namespace"), 2),
          Table.Column.keep(Messages.of("on-nodes")),
          Table.Column.keep(Messages.of("state")),
          Table.Column.keep(Messages.of("protection")),
          Table.Column.keep(Messages.of("connected-here")),
          Table.Column.fold(Messages.of("reason")));

  RegistriesList(Opening opening) {
    super(opening);
  }

  /// @param here where a running Mooring offers it on this machine
  private record Row(StackStatus status, Optional<ConnectedRegistry> here) {
    StackOptions options() {
      return status.options();
    }

    String state() {
      return !status.installed() ? "incomplete" : status.ready() ? "ready" : "starting";
    }
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    List<StackOptions> installed =
        workspace.stack().installed(StackOptions.of(opening().settings().get())).stream()
            .filter(each -> namespace == null || each.namespace().equals(namespace))
            .toList();
    List<Callable<StackStatus>> looks = new ArrayList<>();
    installed.forEach(each -> looks.add(() -> workspace.stack().status(each)));
    List<ConnectedRegistry> connected = opening().moorings().registries();
    List<Row> rows =
        Concurrently.all(looks).stream().map(each -> row(workspace, each, connected)).toList();
    List<OutsideRegistries.Outside> outside =
        namespace == null
            ? new OutsideRegistries(opening().settings().get()).all(workspace.cluster())
            : List.of();
    if (namespace == null) {
      opening()
          .names()
          .set(
              Stream.concat(
                      rows.stream().map(each -> each.options().registry()),
                      outside.stream().map(OutsideRegistries.Outside::word))
                  .toList());
    }
    if (json()) {
      output()
          .json(
              Stream.concat(
                      rows.stream().map(RegistriesList::json),
                      outside.stream().map(RegistriesList::json))
                  .toList());
    } else if (rows.isEmpty() && outside.isEmpty()) {
      output().line(Messages.of("no-registry-install-one", workspace.context().name()));
    } else {
      show(
          new Table(
              COLUMNS,
              Stream.concat(
                      rows.stream().map(RegistriesList::cells),
                      outside.stream().map(RegistriesList::cells))
                  .toList()));
    }
    return 0;
  }

  private static Row row(
      Workspace workspace, StackStatus status, List<ConnectedRegistry> connected) {
    return new Row(
        status,
        connected.stream()
            .filter(each -> each.context().equals(workspace.context().name()))
            .filter(each -> each.namespace().equals(status.options().namespace()))
            .findFirst());
  }

  private static List<String> cells(Row row) {
    return List.of(
        row.options().registry(),
        row.options().namespace(),
        Words.localhost(row.options().nodePort()),
        row.state(),
        protection(row.options().protection()),
        row.here().map(each -> Words.localhost(each.port())).orElse("-"),
        row.status().why());
  }

  private static List<String> cells(OutsideRegistries.Outside outside) {
    return List.of(
        outside.word(),
        "-",
        outside.place().registry(),
        outside.isAnnounced() ? "announced" : "added",
        "-",
        "-",
        "");
  }

  private static Map<String, Object> json(OutsideRegistries.Outside outside) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", outside.word());
    json.put("namespace", "");
    json.put("nodeAddress", outside.place().registry());
    json.put("nodePort", 0);
    json.put("ready", false);
    json.put("reason", "not checked");
    json.put("image", "");
    json.put("connected", false);
    json.put("localPort", 0);
    json.put("address", outside.place().address().toString());
    json.put("announced", outside.isAnnounced());
    return json;
  }

  private static String protection(Protection protection) {
    return protection == Protection.PLAIN
        ? Messages.of("not-encrypted-no-identities")
        : protection.word();
  }

  private static Map<String, Object> json(Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", row.options().registry());
    json.put("namespace", row.options().namespace());
    json.put("nodeAddress", Words.localhost(row.options().nodePort()));
    json.put("nodePort", row.options().nodePort());
    json.put("protection", row.options().protection().word());
    json.put("ready", row.status().ready());
    json.put("reason", row.status().why());
    json.put("image", row.status().image());
    json.put("connected", row.here().isPresent());
    json.put("localPort", row.here().map(ConnectedRegistry::port).orElse(0));
    return json;
  }
}
