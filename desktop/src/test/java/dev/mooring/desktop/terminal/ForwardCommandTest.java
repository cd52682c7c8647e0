package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.practice.PracticeCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The words of `mooring forward`, and what is said about wrong ones.
class ForwardCommandTest {
  @TempDir Path home;

  @Test
  void wordsThatMakeNoSenseAreWrongUseAndSayWhatWouldBeRight() {
    Terminal terminal = nowhere();
    for (List<String> words :
        List.of(
            List.of("forward", "svc/a", "99999"),
            List.of("forward", "svc/a", "80", "quux/b", "80"),
            List.of("forward", "svc/a", "80", "81", "--name", "x"),
            List.of("forward", "svc/a", "80", "--address", "0.0.0.0"),
            List.of("forward", "svc/a", "80", "--address", "example.org"),
            List.of("forward", "svc/a", "80", "--pick", "luck"),
            List.of("forward", "svc/a", "80", "--alias", "a b"))) {
      Terminal.Ended ended = terminal.run(words.toArray(String[]::new));
      assertEquals(2, ended.code(), words + ended.err());
      assertTrue(ended.err().contains("what to do:"), words + ended.err());
    }
  }

  @Test
  void aTargetWithoutPortsIsAnsweredWithThoseItHas() throws IOException {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      cluster.runHello("default");
      Terminal.Ended ended = on(cluster).run("forward", "svc/hello");
      assertEquals(1, ended.code());
      assertTrue(ended.err().contains("it has 80"), ended.err());
      assertTrue(ended.err().contains("mooring forward svc/hello 8080:80"), ended.err());
      Terminal.Ended nothing = on(cluster).run("forward", "svc/nothing");
      assertEquals(1, nothing.code());
      assertTrue(
          nothing.err().contains("service nothing doesn't exist in namespace default"),
          nothing.err());
    }
  }

  @Test
  void lsIsACommandAndAPodOfThatNameIsWrittenWithItsKind() throws IOException {
    Terminal.Ended listed = nowhere().run("forward", "ls");
    assertEquals(0, listed.code(), listed.err());
    try (PracticeCluster cluster = PracticeCluster.start()) {
      Terminal.Ended ended = on(cluster).run("forward", "pod/ls");
      assertTrue(ended.err().contains("pod ls doesn't exist"), ended.err());
    }
  }

  @Test
  void everySubcommandHasHelp() {
    assertTrue(nowhere().run("forward", "--help").out().contains("mooring forward svc/api"));
    assertEquals(0, nowhere().run("forward", "ls", "--help").code());
  }

  @Test
  void helpBeginsWithWhatTheCommandDoesThenExamplesThenUsage() {
    String help = nowhere().run("push", "--help").out();
    assertTrue(help.startsWith("Push an image from Docker, Podman, or an archive"), help);
    int examples = help.indexOf("Examples:");
    int usage = help.indexOf("\nUsage: mooring push");
    assertTrue(examples > 0 && examples < usage, help);
    assertTrue(help.endsWith("\n"), help);
  }

  private Terminal on(PracticeCluster cluster) throws IOException {
    return new Terminal(new FabricKubeconfig(List.of(cluster.writeKubeconfig(home))), home);
  }

  private Terminal nowhere() {
    return new Terminal(new FabricKubeconfig(List.of(home.resolve("none"))), home);
  }
}
