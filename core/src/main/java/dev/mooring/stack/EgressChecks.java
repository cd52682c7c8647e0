package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.forward.Target;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.job.Concurrently;
import dev.mooring.mesh.MeshPort;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.EgressProbe.Said;
import dev.mooring.stack.Verification.Row;
import dev.mooring.stack.options.EgressHost;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.EgressProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// Whether a registry's egress leads where it was told to, nowhere else, and for nobody else.
final class EgressChecks {
  private static final String ID = "verify.egress";
  private static final String STANDING = "stack.egress";

  /// A name that nobody can own (RFC 6761).
  private static final String UNLISTED = "mooring-verify.invalid";

  /// A rule that was just applied reaches the sidecar after a moment.
  private static final long SETTLES = 15_000_000_000L;

  private final StackOptions options;

  EgressChecks(StackOptions options) {
    this.options = options;
  }

  /// @param forward of one who can use it
  List<Row> asOneOfItsOwn(RegistryForward forward, ServiceAccount as) throws InterruptedException {
    try (MeshPort port = open(forward)) {
      Said unlisted = settled(port);
      List<Callable<Row>> asks = new ArrayList<>();
      for (EgressHost each : options.additions().egressHosts()) {
        asks.add(() -> row(as, each.name(), EgressProbe.ask(port.dial(), each.name())));
      }
      List<Row> rows = new ArrayList<>();
      rows.add(unlisted(as, unlisted));
      rows.addAll(Concurrently.all(asks));
      return rows;
    } catch (MooringException e) {
      return List.of(
          new Row(
              "",
              Finding.blocker(ID, Messages.of("egress"), e.problem().why(), e.problem().remedy())));
    }
  }

  /// @param forward of one who cannot
  Row asStranger(RegistryForward forward) throws InterruptedException {
    String subject = Messages.of("egress-as-someone-else");
    try (MeshPort port = open(forward)) {
      Said said = EgressProbe.ask(port.dial(), UNLISTED);
      return new Row(
          "",
          said.answer() == EgressProbe.Answer.CLOSED
              ? Finding.ok(ID, subject, Messages.of("refused-closed"))
              : Finding.blocker(ID, subject, Messages.of("let-in", said.detail()), installAgain()));
    } catch (MooringException e) {
      return new Row(
          "",
          Finding.warning(
              ID, subject, Messages.of("not-tried", e.problem().why()), e.problem().remedy()));
    }
  }

  private MeshPort open(RegistryForward forward) throws InterruptedException {
    return forward.to(
        new Target.Service(
            options.egressNamespace(), EgressProxy.NAME, Integer.toString(EgressProxy.PORT)));
  }

  private static Said settled(MeshPort port) throws InterruptedException {
    long deadline = System.nanoTime() + SETTLES;
    Said said = EgressProbe.ask(port.dial(), UNLISTED);
    while (said.answer() == EgressProbe.Answer.CLOSED && System.nanoTime() < deadline) {
      Thread.sleep(500);
      said = EgressProbe.ask(port.dial(), UNLISTED);
    }
    return said;
  }

  private Row unlisted(ServiceAccount as, Said said) {
    String subject = Messages.of("egress-to-an-unlisted-host");
    return new Row(
        "",
        switch (said.answer()) {
          case NOT_LISTED -> Finding.ok(ID, subject, Messages.of("refused", said.detail()));
          case CLOSED, NO_PROXY -> {
            Problem problem = EgressProblems.refused(options, as, UNLISTED, said);
            yield Finding.blocker(ID, subject, problem.why(), problem.remedy());
          }
          case LEADS, NOT_THERE, HOST_SILENT ->
              Finding.blocker(ID, subject, Messages.of("let-in", said.detail()), installAgain());
        });
  }

  /// Never more than a warning: what keeps builders in is not what a host's own network does.
  private Row row(ServiceAccount as, String host, Said said) {
    String subject = Messages.of("egress-to", host);
    if (said.answer() == EgressProbe.Answer.LEADS) {
      return new Row("", Finding.ok(ID, subject, Messages.of("it-leads-there")));
    }
    Problem problem = EgressProblems.refused(options, as, host, said);
    return new Row("", Finding.warning(ID, subject, problem.why(), problem.remedy()));
  }

  private static Remedy installAgain() {
    return new Remedy.Command(
        Messages.of("install-again-which-puts-every-policy"), "mooring install");
  }

  /// What can be seen of it without a connection; nothing before it is installed.
  List<Finding> standing(Cluster cluster) throws InterruptedException {
    if (!options.hasEgress()) {
      return List.of();
    }
    KubeObject proxy =
        cluster.get(Kind.DEPLOYMENT, options.egressNamespace(), EgressProxy.NAME).orElse(null);
    if (proxy == null) {
      return List.of();
    }
    boolean ready = proxy.at("status", "readyReplicas").integer().orElse(0L) > 0;
    List<Finding> findings = new ArrayList<>();
    findings.add(
        ready
            ? Finding.ok(
                STANDING,
                Messages.of("egress"),
                Messages.of(
                    "egress-is-ready",
                    String.join(
                        ", ",
                        options.additions().egressHosts().stream().map(EgressHost::name).toList())))
            : Finding.warning(
                STANDING,
                Messages.of("egress"),
                Messages.of("egress-is-not-ready"),
                new Remedy.Command(
                    Messages.of("check-its-pods"),
                    "kubectl get pods -n " + options.egressNamespace())));
    MeshBuilders builders = new MeshBuilders(cluster, options);
    for (var each : builders.list()) {
      builders.remarks(each).stream()
          .filter(remark -> remark.id().equals(MeshBuilders.WAY_OUT))
          .forEach(findings::add);
    }
    return findings;
  }
}
