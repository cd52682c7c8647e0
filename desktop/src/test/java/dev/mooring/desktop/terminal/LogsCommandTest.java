package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.practice.PracticeCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a container writes, and a shell in it.
final class LogsCommandTest {
  @TempDir Path home;

  private final PracticeCluster cluster = PracticeCluster.start();
  private FabricKubeconfig kubeconfig;
  private Terminal terminal;

  @BeforeEach
  void runHello() throws IOException {
    cluster.runHello("default");
    kubeconfig = new FabricKubeconfig(List.of(cluster.writeKubeconfig(home)));
    terminal = new Terminal(kubeconfig, home);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void theLogOfAWorkloadIsThatOfOneOfItsPods() {
    for (String target : List.of("deploy/hello", "svc/hello")) {
      Terminal.Ended ended = terminal.run("logs", target);
      assertEquals(0, ended.code(), ended.err());
      assertEquals("hello listens on port 8080\n", ended.out());
      assertTrue(ended.err().matches("Pod hello-\\S+, container hello\n"), ended.err());
    }
    assertEquals(
        "hello listens on port 8080\n", terminal.run("logs", "deploy/hello", "--follow").out());
  }

  @Test
  void onlyLinesWithTheTextAreShown() {
    assertEquals("", terminal.run("logs", "deploy/hello", "--grep", "nowhere").out());
    assertEquals(
        "hello listens on port 8080\n",
        terminal.run("logs", "deploy/hello", "--grep", "LISTENS").out());
  }

  @Test
  void aProgramGetsALineOfJsonForEachLine() {
    String out = terminal.run("logs", "deploy/hello", "-o", "json").out();
    assertTrue(
        out.matches(
            "\\{\"pod\":\"default/hello-\\S+\",\"container\":\"hello\","
                + "\"line\":\"hello listens on port 8080\"}\n"),
        out);
  }

  @Test
  void aTypoIsToldWithWhatMayHaveBeenMeant() {
    for (String command : List.of("logs", "terminal", "debug")) {
      Terminal.Ended ended = terminal.run(command, "deploy/helo");
      assertEquals(1, ended.code());
      assertTrue(ended.err().contains("deployment helo doesn't exist in"), ended.err());
      assertTrue(ended.err().contains("Did you mean hello?"), ended.err());
    }
    String bare = terminal.run("debug", "helo").err();
    assertTrue(bare.contains("it doesn't exist in namespace default"), bare);
    assertTrue(bare.contains("Did you mean hello?"), bare);
    String container = terminal.run("logs", "deploy/hello", "-c", "helo").err();
    assertTrue(container.contains("has no container helo"), container);
  }

  @Test
  void thePreviousRunOfAContainerThatHasHadNoneIsAProblem() {
    Terminal.Ended ended = terminal.run("logs", "deploy/hello", "--previous");
    assertEquals(1, ended.code());
    assertTrue(ended.err().contains("There is no previous log of container hello"), ended.err());
    assertEquals(2, terminal.run("logs", "deploy/hello", "--previous", "--follow").code());
  }

  @Test
  void moreLinesThanAreKeptAreNotAskedFor() {
    Terminal.Ended ended = terminal.run("logs", "deploy/hello", "--tail", "5001");
    assertEquals(2, ended.code());
    assertTrue(ended.err().contains("from 0 to 5000"), ended.err());
  }

  @Test
  void aTerminalIsKubectlsAndEndsWithItsExitCode() {
    List<List<String>> ran = new ArrayList<>();
    Terminal.Ended ended =
        shell(
            words -> {
              ran.add(words);
              return 7;
            },
            "deploy/hello");
    assertEquals(7, ended.code(), ended.err());
    List<String> words = new ArrayList<>(ran.getFirst());
    assertTrue(words.remove(9).startsWith("hello-"), () -> ran.toString());
    assertEquals(
        List.of(
            "kubectl",
            "--kubeconfig",
            kubeconfig.source(),
            "--context",
            "practice",
            "--namespace",
            "default",
            "exec",
            "--container",
            "hello",
            "--",
            "sh"),
        words.stream().filter(each -> !each.matches("-it?")).toList());
  }

  @Test
  void aMissingKubectlIsAProblemAndNoDefect() {
    Terminal.Ended ended =
        shell(
            words -> {
              throw new IOException("error=2, No such file or directory");
            },
            "deploy/hello");
    assertEquals(1, ended.code());
    assertTrue(ended.err().contains("kubectl isn't installed"), ended.err());
    assertFalse(ended.err().contains("Something went wrong"), ended.err());
  }

  private Terminal.Ended shell(TerminalCommand.Program program, String target) {
    return terminal.run(
        new ByteArrayOutputStream(),
        line -> {
          TerminalCommand command = line.getSubcommands().get("terminal").getCommand();
          command.program = program;
        },
        "terminal",
        target);
  }
}
