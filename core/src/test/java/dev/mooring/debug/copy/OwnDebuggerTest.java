package dev.mooring.debug.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How programs that have their debugger themselves are started under it.
final class OwnDebuggerTest {
  private static final String JDWP =
      "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:5005";

  private final Cluster cluster =
      (Cluster)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Cluster.class},
              (proxy, method, arguments) -> {
                throw new AssertionError("nothing is asked");
              });

  @Test
  void aJvmWaitsForItsEditorAndHasNoOtherDebugger() {
    JvmRuntime jvm = new JvmRuntime(cluster);
    HeldProgram program =
        program("/opt/java/bin/java", "java", "-Xmx1g", "-agentlib:jdwp=server=y,onjcmd=y", "Main");
    assertTrue(jvm.runs(program));
    assertEquals(
        List.of("/opt/java/bin/java", JDWP, "-Xmx1g", "Main"), command(jvm, "{}", program));
  }

  @Test
  void wordsOfTheManifestStayAsTheyAreAndOthersAreLiteral() {
    HeldProgram program = program("/bin/java", "java", "-Dtoken=secret", "-Dprice=$5", "Main");
    assertEquals(
        List.of("/bin/java", JDWP, "-Dtoken=$(TOKEN)", "-Dprice=$5", "Main"),
        command(
            new JvmRuntime(cluster),
            "{command: [java], args: [-Dtoken=$(TOKEN), -Dprice=$5, Main]}",
            program));
    assertEquals(
        List.of("/bin/java", JDWP, "-Dtoken=secret", "-Dprice=$$5", "Main"),
        command(new JvmRuntime(cluster), "{}", program));
  }

  @Test
  void nodeStopsAtTheFirstLineOfTheProgramAndNotOfWhatStartsIt() {
    NodeRuntime node = new NodeRuntime(cluster);
    assertFalse(node.runs(program("/usr/bin/node", "node", "/usr/local/bin/npm", "start")));
    assertFalse(node.runs(program("/usr/bin/python3", "python3", "node")));
    HeldProgram program =
        program("/usr/bin/node", "node", "--inspect=0.0.0.0", "-r", "x", "app.js", "--inspect");
    assertTrue(node.runs(program));
    assertEquals(
        List.of("/usr/bin/node", "--inspect-brk=127.0.0.1:5005", "-r", "x", "app.js", "--inspect"),
        command(node, "{}", program));
  }

  @Test
  void pythonsOwnOptionsComeBeforeDebugpy() {
    PythonRuntime python = new PythonRuntime(cluster);
    HeldProgram program =
        program("/usr/bin/python3.12", "python3", "-u", "-X", "dev", "-m", "flask", "run");
    assertTrue(python.runs(program));
    assertEquals("Python 3.12", python.words(program));
    assertEquals(
        List.of(
            "/usr/bin/python3.12",
            "-u",
            "-X",
            "dev",
            "-m",
            "debugpy",
            "--listen",
            "127.0.0.1:5005",
            "--wait-for-client",
            "-m",
            "flask",
            "run"),
        command(python, "{}", program));
    assertEquals(
        List.of(
            "/usr/bin/python3",
            "-X",
            "-m",
            "debugpy",
            "--listen",
            "127.0.0.1:5005",
            "--wait-for-client"),
        command(python, "{}", program("/usr/bin/python3", "python3", "-X")));
  }

  private static HeldProgram program(String file, String... words) {
    return new HeldProgram(7, file, Arrays.asList(words), Optional.empty());
  }

  private static List<String> command(
      LanguageRuntime runtime, String container, HeldProgram program) {
    Document changed =
        runtime.start(Documents.yaml(container, "the test").getFirst(), program, 5005);
    assertTrue(changed.at("args").isNothing());
    return changed.at("command").texts();
  }
}
