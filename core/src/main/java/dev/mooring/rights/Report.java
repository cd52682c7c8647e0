package dev.mooring.rights;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.RoleYaml;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What the API server answered about the rights for one job.
///
/// @param missing what the job cannot do without and the user lacks
/// @param wanted also missing, but the job works without it on this server; granted along
/// @param answered false where the API server did not say
public record Report(
    Needs needs, List<AccessRequest> missing, List<AccessRequest> wanted, boolean answered) {

  public boolean complete() {
    return answered && missing.isEmpty();
  }

  /// Of several ways to do one job, the first that is open; else the first of all.
  public static Report ofAny(List<Report> ways) {
    return ways.stream().filter(Report::complete).findFirst().orElse(ways.getFirst());
  }

  /// The same without what turns out not to be needed as the cluster stands.
  public Report without(Predicate<AccessRequest> unneeded) {
    return new Report(
        needs,
        missing.stream().filter(unneeded.negate()).toList(),
        wanted.stream().filter(unneeded.negate()).toList(),
        answered);
  }

  /// Every missing right, those of one resource together: "create and patch deployments.apps in
  /// kube-registry, get pods in all namespaces".
  public String words() {
    record Place(String resource, String name, String namespace) {}
    Map<Place, List<String>> verbs = new LinkedHashMap<>();
    for (AccessRequest each : missing) {
      String resource = each.resource() + (each.group().isEmpty() ? "" : "." + each.group());
      verbs
          .computeIfAbsent(
              new Place(resource, each.name(), each.namespace()), ignored -> new ArrayList<>())
          .add(each.verb());
    }
    return verbs.entrySet().stream()
        .map(
            each -> {
              Place place = each.getKey();
              String right =
                  list(each.getValue())
                      + " "
                      + place.resource()
                      + (place.name().isEmpty() ? "" : " " + place.name());
              return place.namespace().isEmpty()
                  ? right
                  : Messages.of("in", right, place.namespace());
            })
        .collect(Collectors.joining(", "));
  }

  private static String list(List<String> verbs) {
    return verbs.size() == 1
        ? verbs.getFirst()
        : Messages.of(
            "and", String.join(", ", verbs.subList(0, verbs.size() - 1)), verbs.getLast());
  }

  /// The Role that would grant what is missing; nothing to do where nothing is.
  public Remedy remedy() {
    if (missing.isEmpty()) {
      return Remedy.none();
    }
    List<AccessRequest> all = new ArrayList<>(missing);
    all.addAll(wanted);
    return new Remedy.Grant(
        missing.size() == 1
            ? Messages.of("ask-an-administrator-to-grant-this")
            : Messages.of("ask-an-administrator-to-grant-these"),
        RoleYaml.granting("mooring-" + needs.id(), all));
  }

  /// As one line of a check-up.
  ///
  /// @param subject "Right to install"
  /// @param level of a missing right
  public Finding finding(String subject, Finding.Level level) {
    String id = "rights." + needs.id();
    if (!answered) {
      return Finding.warning(
          id,
          subject,
          Messages.of("unknown-the-api-server-did-not"),
          new Remedy.Advice(Messages.of("check-again-when-the-cluster-answers")));
    }
    return missing.isEmpty()
        ? Finding.ok(id, subject, "yes")
        : new Finding(id, level, subject, Messages.of("missing", words()), remedy());
  }

  /// Lets the job go on unless a right that it needs is known to be missing.
  ///
  /// @param what "Cannot forward to svc/api in shop"
  /// @throws MooringException naming every missing right, with the Role that would grant them
  public void demand(String what) {
    if (!missing.isEmpty()) {
      throw new Problem(
              Code.MISSING_RIGHT,
              what,
              Messages.of("you-do-not-have-permission-to", words()),
              remedy())
          .raise();
    }
  }
}
