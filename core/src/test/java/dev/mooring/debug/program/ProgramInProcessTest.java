package dev.mooring.debug.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.PipeStream;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.Tunnels;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What programs of a container say of its process; they may be anybody's.
final class ProgramInProcessTest {
  private final Map<String, String> answers = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  @Test
  void theProcessFileSaysInWhatItRuns() throws Exception {
    answers.put("cat /proc/1/cmdline", "server\0--port\0");
    answers.put("readlink /proc/1/exe", "/usr/bin/python3.14\n");
    TargetProgram program = read("").orElseThrow();
    assertEquals("Python 3.14", program.kind());
    assertEquals(List.of("server", "--port"), program.launch().words());
    assertEquals(2, asked.size(), asked::toString);
  }

  @Test
  void whereTheFileIsNotNamedTheCommandLineIs() throws Exception {
    answers.put("cat /proc/1/cmdline", "/opt/java/bin/java\0-jar\0app.jar\0");
    assertEquals("JVM", read("").orElseThrow().kind());
  }

  @Test
  void anInitLeadsToItsOnlyChild() throws Exception {
    answers.put("cat /proc/1/cmdline", "/tini\0--\0node\0");
    answers.put("readlink /proc/1/exe", "/tini");
    answers.put("cat /proc/1/task/1/children", "7 ");
    answers.put("cat /proc/7/cmdline", "node\0app.js\0");
    answers.put("readlink /proc/7/exe", "/usr/bin/node");
    assertEquals("Node.js", read("").orElseThrow().kind());
    assertEquals(7, read("").orElseThrow().pid());
    assertTrue(read("").orElseThrow().wakes());
    answers.put("cat /proc/7/cmdline", "node\0--disable-sigusr1\0app.js\0");
    assertFalse(read("").orElseThrow().wakes());
    answers.put("cat /proc/7/cmdline", "node\0/usr/bin/npm\0start\0");
    assertEquals(Optional.empty(), read(""), "npm starts the one that is meant");
    answers.put("cat /proc/1/task/1/children", "7 8");
    assertEquals(Optional.empty(), read(""));
    answers.put("cat /proc/1/task/1/children", "1");
    assertEquals(Optional.empty(), read(""), "an endless line of children");
  }

  @Test
  void whatIsNoElfFileSaysNothing() throws Exception {
    answers.put("cat /proc/1/cmdline", "/app\0");
    answers.put("readlink /proc/1/exe", "/app");
    for (String each :
        List.of(
            "", "dd: can't open '/proc/1/exe': Permission denied", "\u007fELF", "x".repeat(99))) {
      answers.put("dd", each);
      assertEquals(Optional.empty(), read(""), each);
    }
  }

  @Test
  void nothingIsTakenFromWhereTheProcessIsAnothers() throws Exception {
    answers.put("cat /proc/1/cmdline", "java\0");
    assertEquals(Optional.empty(), read("hostPID: true"));
    assertEquals(Optional.empty(), read("shareProcessNamespace: true"));
    assertEquals(List.of(), asked);
  }

  @Test
  void aContainerWithoutThePrograms() throws Exception {
    assertEquals(Optional.empty(), read(""));
    answers.put("cat /proc/1/cmdline", "cat: /proc/1/cmdline: Permission denied\n");
    assertEquals(Optional.empty(), read(""));
    answers.put("cat /proc/1/cmdline", "\0".repeat(1 << 16) + "a\0".repeat(1 << 20));
    assertTrue(read("").isEmpty());
  }

  private Optional<TargetProgram> read(String pod) throws Exception {
    Tunnels tunnels =
        (Tunnels)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Tunnels.class},
                (proxy, method, arguments) -> {
                  assertEquals("run", method.getName());
                  return answer((List<?>) arguments[3]);
                });
    TargetContainer target =
        new TargetContainer(
            new KubeObject(
                Documents.yaml(
                        "{metadata: {name: hello, namespace: shop}, spec: {%s containers: []}}"
                            .formatted(pod.isEmpty() ? "" : pod + ","),
                        "the test")
                    .getFirst()),
            "app");
    return new ProgramInProcess(tunnels, target).read();
  }

  private PipeStream answer(List<?> command) {
    String words = String.join(" ", command.stream().map(String::valueOf).toList());
    asked.add(words);
    String said = answers.getOrDefault(words, answers.get(String.valueOf(command.getFirst())));
    if (said == null) {
      throw new Problem(Code.NOT_FOUND, "no such program", "none", new Remedy.Advice("")).raise();
    }
    return new PipeStream(
        new ByteArrayInputStream(said.getBytes(StandardCharsets.UTF_8)),
        OutputStream.nullOutputStream(),
        () -> {});
  }
}
