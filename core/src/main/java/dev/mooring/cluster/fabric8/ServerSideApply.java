package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.Applied;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Conflict;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Objects as Mooring wants them, by server-side apply (KEP-555): only the fields that it names, as
/// their manager.
final class ServerSideApply {
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  private final Api api;

  ServerSideApply(Api api) {
    this.api = api;
  }

  Applied apply(Call call, KubeObject desired) throws InterruptedException {
    return apply(call, desired, "");
  }

  Applied wouldApply(Call call, KubeObject desired) throws InterruptedException {
    return apply(call, desired, "&dryRun=All");
  }

  private Applied apply(Call call, KubeObject desired, String mode) throws InterruptedException {
    Optional<KubeObject> before = api.get(call.as("get"));
    Document body = desired.document().without("metadata", "managedFields");
    String target = call.path() + "?fieldManager=" + Cluster.FIELD_MANAGER + "&force=true" + mode;
    Answer answer = api.send(call, "PATCH", target, Api.APPLY, body);
    if (answer.absent()) {
      if (!mode.isEmpty() && namespaceMissing(answer)) {
        return new Applied(Applied.Change.CREATED, desired);
      }
      throw api.refused(call, answer.code(), answer.body());
    }
    KubeObject after = new KubeObject(answer.json());
    Applied.Change change =
        before
            .map(
                b ->
                    ApplyEquality.same(b, after)
                        ? Applied.Change.UNCHANGED
                        : Applied.Change.CHANGED)
            .orElse(Applied.Change.CREATED);
    return new Applied(change, after);
  }

  /// What an apply that does not force would be refused for.
  List<Conflict> conflicts(Call call, KubeObject desired) throws InterruptedException {
    Document body = desired.document().without("metadata", "managedFields");
    String target =
        call.path() + "?fieldManager=" + Cluster.FIELD_MANAGER + "&force=false&dryRun=All";
    Answer answer = api.sendEvenIfConflicting(call, target, body);
    if (answer.code() != Answer.CONFLICT) {
      return List.of();
    }
    return answer.json().at("details", "causes").stream()
        .map(
            each ->
                new Conflict(
                    each.at("field").textOrEmpty(), manager(each.at("message").textOrEmpty())))
        .filter(each -> !each.manager().equals(Cluster.FIELD_MANAGER))
        .toList();
  }

  /// The server says: conflict with "kubectl-edit" using apps/v1.
  private static String manager(String message) {
    Matcher quoted = QUOTED.matcher(message);
    return quoted.find() ? quoted.group(1) : message;
  }

  /// A plan may create the namespace just before; the server cannot try what comes after.
  private static boolean namespaceMissing(Answer answer) {
    return answer.json().at("details", "kind").textOrEmpty().equals("namespaces");
  }
}
