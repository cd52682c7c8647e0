package dev.mooring.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RefusalTest {
  private static final String BOB = "cluster.local/ns/dev-bob/sa/mooring";

  @Test
  void aRefusedPushNamesWhoWhatAndTheCommandThatAllowsIt() {
    Problem problem =
        Refusal.of(403, "RBAC: access denied", BOB, "post", "/v2/ana/team/app/blobs/uploads/")
            .orElseThrow()
            .problem();

    assertEquals(BOB + " can't push to ana/team/app", problem.what());
    assertTrue(
        problem
            .whatToDo()
            .contains("mooring writer add mooring --namespace dev-bob --repositories 'ana/*'"));
  }

  @Test
  void aRegistrysOwnRefusalIsNotThePolicys() {
    assertEquals(
        Optional.empty(),
        Refusal.of(403, "{\"errors\":[{\"code\":\"DENIED\"}]}", BOB, "PUT", "/v2/a/manifests/1"));
    assertEquals(
        Optional.empty(), Refusal.of(401, "RBAC: access denied", BOB, "PUT", "/v2/a/manifests/1"));
  }

  @Test
  void aRefusedReadAsksForNoWriter() {
    Problem problem = new Refusal(BOB, "GET", "/v2/_catalog").problem();

    assertEquals(BOB + " can't GET /v2/_catalog", problem.what());
    assertTrue(!problem.whatToDo().contains("writer add"));
  }
}
