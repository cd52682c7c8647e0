package dev.mooring.desktop.terminal;

import dev.mooring.desktop.control.ConnectedRegistry;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.Drift;
import dev.mooring.stack.Stack;
import dev.mooring.stack.StackStatus;
import dev.mooring.stack.options.EntranceMode;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.Rehearsal;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Upstream;
import dev.mooring.stack.render.ArchivesVolume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;

/// One registry as it is, and what somebody changed about it. The keys of its JSON are a promise to
/// scripts: more may come, none changes.
@Command(name = "status")
final class StatusCommand extends RegistryCommand {
  private static final int LABEL = 14;

  StatusCommand(Opening opening) {
    super(opening);
  }

  /// What was found; nothing where this user may not see it.
  ///
  /// @param here the port on which a running Mooring offers it on this machine
  /// @param hidden why the drift is not known
  private record Found(
      StackStatus status,
      Optional<Drift> drift,
      String hidden,
      OptionalInt writers,
      Optional<Rehearsal> rehearsal,
      OptionalInt here) {
    StackOptions options() {
      return status.options();
    }

    String state() {
      return !status.installed() ? "incomplete" : status.ready() ? "ready" : "starting";
    }

    long readyNodes() {
      return status.nodes().stream().filter(StackStatus.NodeEntrance::ready).count();
    }
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    Found found = look(workspace, inForce(workspace));
    if (json()) {
      output().json(json(found));
    } else {
      print(found);
    }
    return found.status().ready() ? 0 : 1;
  }

  private Found look(Workspace workspace, StackOptions options) throws InterruptedException {
    Stack stack = workspace.stack();
    Optional<Drift> drift = Optional.empty();
    String hidden = "";
    try {
      drift = Optional.of(stack.drift(options));
    } catch (MooringException e) {
      hidden = e.problem().why();
    }
    OptionalInt writers;
    try {
      writers = OptionalInt.of(stack.writers(options).size());
    } catch (MooringException e) {
      writers = OptionalInt.empty();
    }
    Optional<Rehearsal> rehearsal;
    try {
      rehearsal = stack.rehearsal(options);
    } catch (MooringException e) {
      rehearsal = Optional.empty();
    }
    OptionalInt here =
        opening().moorings().registries().stream()
            .filter(each -> each.context().equals(workspace.context().name()))
            .filter(each -> each.namespace().equals(options.namespace()))
            .mapToInt(ConnectedRegistry::port)
            .findFirst();
    return new Found(stack.status(options), drift, hidden, writers, rehearsal, here);
  }

  private void print(Found found) {
    StackOptions options = found.options();
    row(
        Messages.of("status-registry"),
        Messages.of("in-namespace", options.registry(), options.namespace()));
    row(
        Messages.of("status-state"),
        found.state() + (found.status().why().isEmpty() ? "" : ": " + found.status().why()));
    row(
        Messages.of("status-changes"),
        found.drift().map(Drift::words).orElse(unseen(found.hidden())));
    row(Messages.of("status-protection"), options.protection().word());
    options
        .additions()
        .upstream()
        .ifPresent(each -> row(Messages.of("status-upstream"), cached(options, each)));
    if (options.hasEgress()) {
      row(
          Messages.of("status-egress"),
          Messages.of("egress-only-to", String.join(", ", options.additions().egress())));
    }
    row(
        Messages.of("status-storage"),
        options.storageClass().isEmpty()
            ? Messages.of("of-the-default-class", options.storageSize())
            : Messages.of("of-class", options.storageSize(), options.storageClass()));
    if (!options.additions().archives().isEmpty()) {
      row(
          Messages.of("status-archives"),
          Messages.of("on-volume", options.additions().archives(), ArchivesVolume.NAME));
    }
    row(Messages.of("status-image"), found.status().image());
    row(
        Messages.of("status-nodes"),
        Messages.of(
            "ready-of", found.readyNodes(), found.status().nodes().size(), address(options)));
    row(
        Messages.of("status-laptops"),
        options.protection() == Protection.MESH
            ? entrance(options.entrance())
            : Messages.of("by-port-forward-to-the-registry"));
    if (!options.additions().ingress().isNone()) {
      row(Messages.of("status-ingress"), ingress(options));
    }
    row(
        Messages.of("status-writers"),
        found.writers().isPresent() ? Integer.toString(found.writers().getAsInt()) : unseen(""));
    found
        .rehearsal()
        .ifPresent(each -> row(Messages.of("status-rehearsal"), RehearsalWords.line(each)));
    row(
        Messages.of("status-connected"),
        found.here().isPresent() ? Words.localhost(found.here().getAsInt()) : Messages.of("no"));
    found
        .drift()
        .ifPresent(
            drift -> {
              List<String> lines = new ArrayList<>();
              drift.plan().writes().forEach(each -> lines.addAll(PlanLines.of(each)));
              if (!lines.isEmpty()) {
                output().line("");
                output().line(Messages.of("mooring-install-would", again(options)));
                lines.forEach(each -> output().line("  " + each));
              }
            });
  }

  private static String cached(StackOptions options, Upstream upstream) {
    int days = options.additions().daysKept();
    return days == 0
        ? upstream.name()
        : Messages.of("cache-expires-after", upstream.name(), days + "d");
  }

  private static String unseen(String why) {
    return why.isEmpty() ? Messages.of("not-visible-to-you") : Messages.of("not-visible", why);
  }

  private static String address(StackOptions options) {
    return Words.localhost(options.nodePort());
  }

  private static String entrance(EntranceMode mode) {
    return switch (mode) {
      case NONE -> Messages.of("by-port-forward-to-the-entrance");
      case NODE -> Messages.of("by-port-9443-of-every-node");
      case SERVICE -> Messages.of("by-the-load-balancer");
    };
  }

  private static String ingress(StackOptions options) {
    return "https://" + options.additions().ingress().host();
  }

  private void row(String label, String value) {
    output().line(label + " ".repeat(Math.max(1, LABEL - label.length())) + value);
  }

  private static Map<String, Object> json(Found found) {
    StackOptions options = found.options();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", options.registry());
    json.put("namespace", options.namespace());
    json.put("state", found.state());
    json.put("reason", found.status().why());
    json.put("image", found.status().image());
    json.put("protection", options.protection().word());
    options.additions().upstream().ifPresent(each -> json.put("pullThrough", each.toString()));
    if (options.hasEgress()) {
      json.put("egress", options.additions().egress());
    }
    json.put("storageSize", options.storageSize());
    json.put("storageClass", options.storageClass());
    json.put("archivesSize", options.additions().archives());
    json.put("entrance", options.entrance().word());
    json.put("nodeAddress", address(options));
    json.put("nodes", found.status().nodes().size());
    json.put("readyNodes", found.readyNodes());
    found.writers().ifPresent(each -> json.put("writers", each));
    found.rehearsal().ifPresent(each -> json.put("rehearsal", RehearsalWords.json(each)));
    if (!options.additions().ingress().isNone()) {
      json.put("ingress", ingress(options));
    }
    json.put("connected", found.here().isPresent());
    json.put("localPort", found.here().orElse(0));
    found.drift().ifPresent(each -> json.put("drift", json(each)));
    return json;
  }

  private static Map<String, Object> json(Drift drift) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("changed", drift.changed());
    json.put("sentences", drift.sentences());
    json.put("managers", drift.managers());
    json.put("steps", drift.plan().writes().stream().map(PlanLines::json).toList());
    return json;
  }
}
