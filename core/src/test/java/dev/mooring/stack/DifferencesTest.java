package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a plan says would change in an object.
final class DifferencesTest {
  private static List<String> between(String before, String after) {
    return Differences.between(object(before), object(after)).stream()
        .map(FieldChange::path)
        .toList();
  }

  private static KubeObject object(String yaml) {
    return new KubeObject(Documents.yaml(yaml, "test").getFirst());
  }

  @Test
  void equalObjectsDifferInNothing() {
    assertEquals(List.of(), between("{kind: A, spec: {a: [1]}}", "{kind: A, spec: {a: [1]}}"));
  }

  @Test
  void aChangedFieldIsNamedByItsPath() {
    assertEquals(
        List.of("spec.containers[1].image", "spec.replicas"),
        between(
            "{spec: {replicas: 1, containers: [{image: a}, {image: b}]}}",
            "{spec: {replicas: 2, containers: [{image: a}, {image: c}]}}"));
  }

  @Test
  void whatComesAndGoesIsNamedAsAWhole() {
    assertEquals(
        List.of("metadata.labels", "spec.list", "spec.old"),
        between(
            "{metadata: {name: a}, spec: {list: [1], old: {x: 1}}}",
            "{metadata: {name: a, labels: {x: y}}, spec: {list: [1, 2]}}"));
  }

  @Test
  void whatTheServerWritesByItselfIsNoDifference() {
    assertEquals(
        List.of(),
        between(
            "{metadata: {uid: a, resourceVersion: '1', generation: 1}, status: {ready: true}}",
            "{metadata: {uid: b, managedFields: [x], creationTimestamp: now}, status: {}}"));
    assertEquals(
        List.of("spec.generation"), between("{spec: {generation: 1}}", "{spec: {generation: 2}}"));
  }

  @Test
  void ofManyTheFirstEightAreNamed() {
    List<FieldChange> fields =
        Differences.between(
            object("{spec: {a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1}}"),
            object("{spec: {a: 2, b: 2, c: 2, d: 2, e: 2, f: 2, g: 2, h: 2, i: 2, j: 2}}"));
    assertEquals(10, fields.size());
    Plan.Step step = new Plan.Step(Plan.Action.CHANGE, "A b", fields, List.of(), "");
    assertEquals(
        "spec.a, spec.b, spec.c, spec.d, spec.e, spec.f, spec.g, spec.h, 2 more", step.changes());
  }

  private static final String EDITED =
      """
      kind: Deployment
      metadata:
        name: a
        managedFields:
        - manager: mooring
          operation: Apply
          fieldsV1:
            f:spec:
              f:template:
                f:spec:
                  f:containers:
                    'k:{"name":"registry"}': {.: {}, f:name: {}, f:args: {}}
        - manager: kubectl-edit
          operation: Update
          fieldsV1:
            f:metadata: {f:labels: {f:team: {}}}
            f:spec:
              f:replicas: {}
              f:template:
                f:spec:
                  f:containers:
                    'k:{"name":"registry"}': {f:image: {}}
        - manager: kube-controller-manager
          operation: Update
          subresource: status
          fieldsV1: {f:spec: {f:replicas: {}}}
        labels: {team: web}
      spec:
        replicas: 3
        template: {spec: {containers: [{name: other, image: x}, {name: registry, image: y, args: [a]}]}}
      """;

  @Test
  void aFieldIsToldWithItsValuesAndWhoSetIt() {
    KubeObject after =
        object(
            EDITED
                .replace("replicas: 3", "replicas: 1")
                .replace("image: y, args: [a]", "image: r, args: [b]")
                .replace("labels: {team: web}", "labels: {team: web, own: x}"));
    assertEquals(
        List.of(
            "metadata.labels.own: (missing) -> x",
            "spec.replicas: 3 -> 1 (set by kubectl-edit)",
            "spec.template.spec.containers[1].args[0]: a -> b (set by mooring)",
            "spec.template.spec.containers[1].image: y -> r (set by kubectl-edit)"),
        Differences.between(object(EDITED), after).stream().map(FieldChange::words).toList());
  }

  @Test
  void nothingOfASecretIsTold() {
    assertEquals(
        List.of("data.key"),
        Differences.between(
                object("{kind: Secret, data: {key: aaaa}}"),
                object("{kind: Secret, data: {key: bbbb}}"))
            .stream()
            .map(FieldChange::words)
            .toList());
  }

  @Test
  void whatAManagerSetIsPutTogetherAsItWouldApplyIt() {
    assertEquals(
        object(
                "{kind: Deployment, metadata: {name: a}, spec: {template: {spec: {containers:"
                    + " [{name: registry, args: [a]}]}}}}")
            .document(),
        FieldOwners.applied(object(EDITED), Set.of("mooring")).document().without("apiVersion"));
    assertEquals(
        object(
                "{kind: Deployment, metadata: {name: a, labels: {team: web}}, spec: {replicas: 3,"
                    + " template: {spec: {containers: [{name: registry, image: y}]}}}}")
            .document(),
        FieldOwners.applied(object(EDITED), Set.of("kubectl-edit"))
            .document()
            .without("apiVersion"));
  }

  @Test
  void driftIsCountedByWhoMadeIt() {
    KubeObject after =
        object(EDITED.replace("replicas: 3", "replicas: 1").replace("image: y", "image: r"));
    List<Plan.Step> steps =
        List.of(
            new Plan.Step(
                Plan.Action.CHANGE,
                "Deployment a",
                Differences.between(object(EDITED), after),
                List.of(),
                ""),
            new Plan.Step(
                Plan.Action.CHANGE,
                "ConfigMap b",
                List.of(new FieldChange("data.x", "1", "2", "mooring")),
                List.of(),
                ""),
            new Plan.Step(
                Plan.Action.CHANGE,
                "ConfigMap c",
                List.of(new FieldChange("data.x", "", "2", "")),
                List.of(),
                ""),
            new Plan.Step(Plan.Action.CREATE, "Service d", List.of(), List.of(), ""));
    Plan plan = new Plan(steps, List.of());
    assertEquals(
        "2 fields changed by kubectl-edit, 1 field removed, 1 object missing, 1 object to update to"
            + " this version of Mooring",
        Drift.of(plan, true).words());
    // What a newer version wants for the first time, nobody took away.
    assertEquals(
        "2 fields changed by kubectl-edit, 1 object missing, 2 objects to update to this version of"
            + " Mooring",
        Drift.of(plan, false).words());
    assertEquals("as installed", Drift.of(new Plan(List.of(), List.of()), true).words());
  }
}
