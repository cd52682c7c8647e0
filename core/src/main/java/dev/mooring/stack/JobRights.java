package dev.mooring.stack;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.ControlPlane;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.rights.Needs;
import dev.mooring.rights.Report;
import dev.mooring.rights.Review;
import dev.mooring.stack.options.EntranceMode;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Announcement;
import dev.mooring.stack.render.DoorCertificate;
import dev.mooring.stack.render.DoorKeys;
import dev.mooring.stack.render.DoorRules;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What this user can do with the stack, and in the namespace of the context.
final class JobRights {
  private final Cluster cluster;
  private final StackOptions options;

  private final ServiceAccount as;

  /// @param as whom the user connects and pushes as
  JobRights(Cluster cluster, StackOptions options, ServiceAccount as) {
    this.cluster = cluster;
    this.options = options;
    this.as = as;
  }

  /// One finding a job. Only a missing right to install can block, and only where nothing is
  /// installed: everything else works without it.
  List<Finding> findings() throws InterruptedException {
    String registry = options.namespace();
    String here =
        cluster.context().namespace().isEmpty() ? "default" : cluster.context().namespace();
    List<Kind> owners = List.of(Kind.SERVICE);
    List<Needs> jobs =
        new ArrayList<>(
            List.of(
                Needs.push(as.namespace(), as.name()),
                options.protection() == Protection.TOKENS
                    ? Needs.manageWriters(registry, DoorRules.NAME)
                    : Needs.manageWriters(registry),
                Needs.forward(here, owners),
                Needs.forward("", owners),
                Needs.debug(here),
                Needs.debug("")));
    int connecting = jobs.size();
    jobs.addAll(lanes());
    int archives = jobs.size();
    boolean volume = !options.additions().archives().isEmpty();
    if (volume) {
      jobs.add(Needs.archives(registry));
    }
    List<Report> reports = Review.of(cluster, jobs);
    List<Finding> findings = new ArrayList<>();
    Collections.addAll(
        findings,
        install()
            .finding(
                Messages.of("permission-to-install"),
                installed() ? WARNING : Finding.Level.BLOCKER),
        Report.ofAny(reports.subList(connecting, archives))
            .finding(Messages.of("permission-to-connect"), WARNING),
        reports.get(0).finding(Messages.of("permission-to-push"), WARNING),
        reports.get(1).finding(Messages.of("permission-to-manage-writers"), WARNING),
        somewhere(Messages.of("permission-to-forward"), here, reports.get(2), reports.get(3)),
        somewhere(Messages.of("permission-to-debug"), here, reports.get(4), reports.get(5)));
    if (volume) {
      findings.add(
          reports.get(archives).finding(Messages.of("permission-to-use-archives"), WARNING));
    }
    return List.copyOf(findings);
  }

  /// What connecting needs by each lane, the narrowest first, and with the mesh's roots from each
  /// namespace that has them. One of them is enough.
  private List<Needs> lanes() throws InterruptedException {
    if (options.protection() != Protection.MESH) {
      return List.of(
          Needs.connectDoor(
              options.namespace(),
              options.protection() == Protection.TOKENS ? DoorKeys.AUTHORITY : ""));
    }
    String control = ControlPlane.find(cluster).namespace();
    Set<String> roots = new LinkedHashSet<>();
    roots.add(as.namespace());
    roots.add(ControlPlane.USUAL_NAMESPACE);
    roots.add(cluster.context().namespace());
    roots.remove("");
    String entrance = options.entranceNamespace();
    List<Needs> lanes = new ArrayList<>();
    for (String from : roots) {
      if (options.entrance() != EntranceMode.NONE) {
        lanes.add(Needs.connectAt(entrance, from));
      }
      lanes.add(Needs.connectThrough(List.of(entrance), from));
      lanes.add(Needs.connectThrough(List.of(options.namespace(), control), from));
    }
    return lanes;
  }

  private static final Finding.Level WARNING = Finding.Level.WARNING;

  /// Asked where the user works; that it is there everywhere is said, that it is not is no fault.
  private static Finding somewhere(String subject, String namespace, Report here, Report all) {
    Finding finding = here.finding(subject, WARNING);
    if (finding.level() != Finding.Level.OK) {
      return finding;
    }
    return Finding.ok(
        finding.id(),
        subject,
        all.complete()
            ? Messages.of("yes-in-all-namespaces")
            : Messages.of("yes-in-namespace", namespace));
  }

  /// What applying the stack needs here: an object that stands needs no `create`, a namespace that
  /// somebody else made needs nothing.
  Report install() throws InterruptedException {
    List<KubeObject> desired = desired();
    Report report = Review.of(cluster, Needs.install(desired));
    if (report.missing().stream().noneMatch(each -> each.verb().equals("create"))) {
      return report;
    }
    Set<AccessRequest> creating = new HashSet<>();
    for (KubeObject each : desired) {
      Kind kind = Kind.of(each);
      String namespace = kind.namespaced() ? each.namespace() : "";
      if (!stands(kind, namespace, each.name())) {
        creating.add(AccessRequest.to("create", kind, namespace));
      }
    }
    return report.without(
        missing -> missing.verb().equals("create") && !creating.contains(missing));
  }

  /// The announcement in kube-public is left out where it cannot be written.
  private List<KubeObject> desired() throws InterruptedException {
    List<KubeObject> desired = new ArrayList<>();
    for (KubeObject each : rendering().objects()) {
      boolean announcement = each.namespace().equals(Announcement.NAMESPACE);
      boolean foreign =
          each.kind().equals("Namespace")
              && namespace(each.name())
                  .filter(there -> !Ownership.belongs(there, options))
                  .isPresent();
      if (!announcement && !foreign) {
        desired.add(each);
      }
    }
    return desired;
  }

  private Rendering rendering() {
    Surroundings usual = Surroundings.usual();
    DoorCertificate blank = DoorCertificate.blank();
    return new Rendering(
        options,
        usual
            .withDoor(usual.door().withCertificate(blank))
            .withIngress(usual.ingress().withCertificate(blank)));
  }

  private Optional<KubeObject> namespace(String name) throws InterruptedException {
    try {
      return cluster.get(Kind.NAMESPACE, null, name);
    } catch (MooringException e) {
      return Optional.empty();
    }
  }

  private boolean installed() throws InterruptedException {
    return stands(Kind.DEPLOYMENT, options.namespace(), Rendering.REGISTRY);
  }

  /// What cannot be read is taken to be missing.
  private boolean stands(Kind kind, String namespace, String name) throws InterruptedException {
    try {
      return cluster.get(kind, namespace, name).isPresent();
    } catch (MooringException e) {
      return false;
    }
  }
}
