package dev.mooring.desktop.terminal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.practice.PracticeCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  void aForwardThatWaitsSaysWhyAtOnceAndSaysWhenThatChanges() throws Exception {
    try (PracticeCluster cluster = PracticeCluster.startWithoutIstio()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Terminal terminal = on(cluster);
      CompletableFuture<Terminal.Ended> ended = new CompletableFuture<>();
      Thread command =
          Thread.ofVirtual()
              .start(() -> ended.complete(terminal.run(out, "forward", "app=hello", "0:8080")));
      Matcher port = Pattern.compile("127\\.0\\.0\\.1:([0-9]+)").matcher("");
      await().until(() -> port.reset(out.toString(StandardCharsets.UTF_8)).find());
      cluster.runHello("default");
      try (Socket socket =
          new Socket(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(port.group(1)))) {
        socket
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertEquals('H', socket.getInputStream().read());
      }
      command.interrupt();
      String err = ended.get(10, TimeUnit.SECONDS).err();

      int waiting = err.indexOf("no pod has the labels app=hello");
      assertTrue(waiting > 0 && err.indexOf("is active") > waiting, err);
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
    assertTrue(help.startsWith("Push an image to the registry: from Docker or Podman"), help);
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
