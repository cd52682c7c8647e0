package dev.mooring.debug.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.ScriptedSupervisor;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.program.GoBinaryTest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A script's answers stand where the debug container's would be.
final class TargetProcessTest {
  private static final String ID = "4f1c";
  private final List<String> processes = new ArrayList<>();
  private final Map<String, byte[]> programs = new LinkedHashMap<>();

  @Test
  void theContainersOwnProgramIsTakenAndOthersAreNamed() throws Exception {
    process(1, 0, "server", ID, GoBinaryTest.elf("go1.26.8", "", ".debug_info"));
    process(9, 1, "worker", ID, GoBinaryTest.elf("go1.26.8", "", ".debug_info"));
    TargetProcess found = find("", "");
    assertEquals(1, found.pid());
    assertEquals(List.of("worker (process 9)"), found.others());
  }

  @Test
  void theOnlyGoProgramIsTakenWhereTheContainerRunsAnother() throws Exception {
    process(1, 0, "tini", ID, new byte[4096]);
    process(7, 1, "server", ID, GoBinaryTest.elf("go1.26.8", "", ".debug_info"));
    assertEquals(7, find("", "").pid());
  }

  @Test
  void ofSeveralGoProgramsNoneIsTakenWithoutAWord() throws Exception {
    process(1, 0, "tini", ID, new byte[4096]);
    process(7, 1, "server", ID, GoBinaryTest.elf("go1.26.8", "", ".debug_info"));
    process(8, 1, "worker", ID, GoBinaryTest.elf("go1.26.8", "", ".debug_info"));
    Problem problem = assertThrows(MooringException.class, () -> find("", "")).problem();
    assertEquals(Code.DEBUG_PROCESS_UNCLEAR, problem.code());
    String line = problem.remedy().line();
    assertTrue(line.contains("server (process 7), worker (process 8)"), line);
    assertTrue(line.contains("--process"), line);
    assertEquals(8, find("worker", "").pid());
    assertEquals(7, find("7", "").pid());
    assertEquals(
        Code.INVALID_TARGET,
        assertThrows(MooringException.class, () -> find("nobody", "")).problem().code());
  }

  @Test
  void amongTheNodesProcessesOnlyTheContainersOwnCounts() throws Exception {
    process(1, 0, "systemd", "init.scope", new byte[4096]);
    process(200, 1, "kubelet", "system.slice", GoBinaryTest.elf("go1.26.8", "", ".debug_info"));
    process(900, 200, "server", ID, GoBinaryTest.elf("go1.26.8", "", ".debug_info"));
    assertEquals(900, find("", "hostPID: true").pid());
    assertEquals(900, find("", "shareProcessNamespace: true").pid());
  }

  @Test
  void whereNoCgroupTellsTheContainersProcessesNoneOfOthersIsTaken() throws Exception {
    process(200, 1, "kubelet", "system.slice", GoBinaryTest.elf("go1.26.8", "", ".debug_info"));
    for (String shared : List.of("hostPID: true", "shareProcessNamespace: true")) {
      Problem problem = assertThrows(MooringException.class, () -> find("", shared)).problem();
      assertEquals(Code.DEBUG_NOT_POSSIBLE, problem.code());
      assertTrue(problem.why().contains("shares its processes"), problem.why());
    }
    assertEquals(200, find("", "").pid(), "in a namespace of its own all are the container's");
  }

  @Test
  void aContainerWithoutGoIsSaidByACodeThatIsRemembered() {
    process(1, 0, "java", ID, new byte[4096]);
    assertEquals(
        Code.DEBUG_PROGRAM_UNFIT,
        assertThrows(MooringException.class, () -> find("", "")).problem().code());
  }

  private void process(long pid, long parent, String name, String cgroup, byte[] program) {
    processes.add(cgroup + " process " + pid + " " + parent + " 0 1000 1000 " + name);
    programs.put(String.valueOf(pid), program);
  }

  private TargetProcess find(String wanted, String pod) throws Exception {
    try (Supervisor supervisor = ScriptedSupervisor.answering(this::answer)) {
      return TargetProcess.find(supervisor, target(pod), wanted);
    }
  }

  private List<String> answer(String[] words) {
    if (words[1].equals("processes")) {
      String wanted = words.length > 2 ? words[2] : "";
      return processes.stream()
          .filter(each -> each.split(" ", 2)[0].contains(wanted))
          .map(each -> each.split(" ", 2)[1])
          .toList();
    }
    byte[] program = programs.get(words[2]);
    int from = Math.min(program.length, Integer.parseInt(words[3]) * 4096);
    int to = Math.min(program.length, from + Integer.parseInt(words[4]) * 4096);
    return List.of(
        "data "
            + Base64.getEncoder().encodeToString(java.util.Arrays.copyOfRange(program, from, to)));
  }

  private static TargetContainer target(String pod) {
    return new TargetContainer(
        new KubeObject(
            Documents.yaml(
                    """
                    metadata: {name: hello, namespace: shop, uid: a}
                    spec: {%s}
                    status: {containerStatuses: [{name: app, containerID: "containerd://%s"}]}
                    """
                        .formatted(pod, ID),
                    "the test")
                .getFirst()),
        "app");
  }
}
