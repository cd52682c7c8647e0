package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A port for a further registry where the nodes cannot be asked.
final class NodePortsTest {
  private static final StackOptions TEAM = StackOptions.defaults().named("team-a");

  private final List<String> steps = new ArrayList<>();
  private final CannedCluster cluster =
      new CannedCluster()
          .with(
              """
              apiVersion: v1
              kind: Node
              metadata: {name: node-a}
              status: {conditions: [{type: Ready, status: "True"}]}
              """);
  private final NodePorts ports =
      new NodePorts(
          cluster,
          new Progress() {
            @Override
            public void step(String sentence) {
              steps.add(sentence);
            }

            @Override
            public void advance(String part, long done, long total, Unit unit) {}
          });

  private void holds(String name, String phase, String list, String port) {
    cluster.with(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: web}
        spec:
          nodeName: node-a
          %s: [{name: it, image: it, ports: [%s]}]
        status: {phase: %s}
        """
            .formatted(name, list, port, phase));
  }

  @Test
  void claimsOfPodsDecideWhereAdmissionRefusesTheAskingPod() throws InterruptedException {
    holds("web", "Running", "containers", "{containerPort: 80, hostPort: 5001}");
    holds("sidecar", "Running", "initContainers", "{containerPort: 80, hostPort: 5002}");
    holds("job", "Succeeded", "containers", "{containerPort: 80, hostPort: 5003}");
    cluster.born =
        pod -> {
          throw new Problem(
                  Code.INVALID_VALUE, "refused", "hostNetwork is forbidden", Remedy.none())
              .raise();
        };
    assertEquals(5003, ports.free(TEAM).nodePort());
    assertTrue(
        steps
            .getFirst()
            .startsWith(
                "Node port 5003 isn't used by any pod. 1 of 1 nodes couldn't be asked (node-a: hostNetwork is"),
        steps::toString);
  }

  @Test
  void whoMaySeeNoNodesIsToldSo() throws InterruptedException {
    cluster.hidden.add("Node");
    assertEquals(5001, ports.free(TEAM).nodePort());
    assertTrue(steps.getFirst().contains("The nodes couldn't be asked"), steps::toString);
  }

  @Test
  void thatAllPortsAreTakenIsAProblem() {
    holds(
        "many",
        "Running",
        "containers",
        IntStream.range(5001, 5100)
            .mapToObj("{containerPort: 80, hostPort: %d}"::formatted)
            .collect(Collectors.joining(", ")));
    MooringException taken = assertThrows(MooringException.class, () -> ports.unclaimed(TEAM));
    assertEquals(Code.INSTALL_BLOCKED, taken.problem().code());
  }
}
