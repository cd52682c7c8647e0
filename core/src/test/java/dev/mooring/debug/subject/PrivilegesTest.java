package dev.mooring.debug.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.container.Escalation;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// No more rights in a pod than the target's own program has, unless those do not suffice.
final class PrivilegesTest {

  @Test
  void theTargetsOwnUserComesBeforeRoot() {
    List<Privileges> all =
        PodSecurity.PRIVILEGED.privileges(
            target("securityContext: {runAsUser: 1000, runAsGroup: 2000}"));
    assertEquals(List.of(false, true), all.stream().map(Privileges::tracer).toList());
    assertEquals("uid 1000, gid 2000", all.getFirst().words());
    assertEquals(
        """
        {"runAsUser":1000,"runAsGroup":2000,"runAsNonRoot":true,"allowPrivilegeEscalation":false,\
        "capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}}""",
        Documents.json(all.getFirst().context()));
    assertTrue(all.getLast().context().toString().contains("SYS_PTRACE"));
  }

  @Test
  void aRootTargetIsMetWithItsOwnCapabilitiesFirst() {
    Privileges first =
        PodSecurity.PRIVILEGED
            .privileges(
                target(
                    "securityContext: {runAsUser: 0, runAsGroup: 0, capabilities: {add:"
                        + " [NET_ADMIN], drop: [ALL]}}"))
            .getFirst();
    assertFalse(first.tracer());
    assertEquals(List.of("NET_ADMIN"), first.context().at("capabilities", "add").texts());
    assertEquals(List.of("ALL"), first.context().at("capabilities", "drop").texts());
  }

  @Test
  void whereTheOwnUserCannotSufficeRootIsNotPrecededByAFailure() {
    for (String hopeless :
        List.of("securityContext: {}", "securityContext: {runAsUser: 0, privileged: true}")) {
      List<Privileges> all = PodSecurity.PRIVILEGED.privileges(target(hopeless));
      assertEquals(List.of(true), all.stream().map(Privileges::tracer).toList(), hopeless);
    }
  }

  @Test
  void podSecurityLeavesOnlyTheOwnUser() {
    for (PodSecurity each : List.of(PodSecurity.BASELINE, PodSecurity.RESTRICTED)) {
      List<Privileges> all = each.privileges(target("securityContext: {runAsUser: 7}"));
      assertEquals(List.of(false), all.stream().map(Privileges::tracer).toList());
    }
  }

  @Test
  void rootIsAskedForOnlyAfterTheKernelOrAPolicyRefusedTheOwnUser() throws Exception {
    List<Privileges> all =
        PodSecurity.PRIVILEGED.privileges(target("securityContext: {runAsUser: 1000}"));
    for (Code code : Code.values()) {
      List<Boolean> tried = new ArrayList<>();
      List<String> told = new ArrayList<>();
      Escalation.Attempt<String> attempt =
          privileges -> {
            tried.add(privileges.tracer());
            if (!privileges.tracer()) {
              throw new Problem(code, "no", "because", Remedy.none()).raise();
            }
            return "attached";
          };
      if (code == Code.DEBUG_NOT_PERMITTED || code == Code.DEBUG_CONTAINER_REFUSED) {
        assertEquals(
            "attached", Escalation.leastFirst(all, attempt, (next, why) -> told.add(next.words())));
        assertEquals(List.of(false, true), tried);
        assertEquals(List.of("root with SYS_PTRACE"), told);
      } else {
        assertThrows(
            MooringException.class,
            () -> Escalation.leastFirst(all, attempt, (next, why) -> told.add(next.words())));
        assertEquals(List.of(false), tried, code.toString());
      }
    }
    List<Boolean> tried = new ArrayList<>();
    assertEquals(
        "attached",
        Escalation.leastFirst(
            all,
            privileges -> {
              tried.add(privileges.tracer());
              return "attached";
            },
            (next, why) -> {}));
    assertEquals(List.of(false), tried);
  }

  private static TargetContainer target(String securityContext) {
    return new TargetContainer(
        new KubeObject(
            Documents.yaml(
                    """
                apiVersion: v1
                kind: Pod
                metadata: {name: a, namespace: b}
                spec:
                  containers:
                  - name: app
                    %s
                """
                        .formatted(securityContext),
                    "a pod")
                .getFirst()),
        "app");
  }
}
