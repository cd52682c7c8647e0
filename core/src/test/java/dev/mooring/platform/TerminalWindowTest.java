package dev.mooring.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TerminalWindowTest {
  private static final List<String> EXEC = List.of("kubectl", "exec", "-it", "deploy/it's", "--");

  @Test
  void theTerminalThatTheUserChoseComesBeforeThoseThatAreMerelyThere() {
    assertEquals(
        List.of("xdg-terminal-exec", "kubectl", "exec", "-it", "deploy/it's", "--"),
        TerminalWindow.line(
            OperatingSystem.LINUX, EXEC, Set.of("xterm", "xdg-terminal-exec")::contains));
    assertEquals(
        List.of("xterm", "-e", "kubectl", "exec", "-it", "deploy/it's", "--"),
        TerminalWindow.line(OperatingSystem.LINUX, EXEC, Set.of("xterm")::contains));
  }

  @Test
  void aMachineWithoutATerminalHasNoLine() {
    assertEquals(List.of(), TerminalWindow.line(OperatingSystem.LINUX, EXEC, name -> false));
  }

  @Test
  void noWordOfACommandCanEndTheStringsThatAMacPutsItInto() {
    assertEquals(
        "tell application \"Terminal\" to do script"
            + " \"kubectl exec -it 'deploy/it'\\\\''s' --\"",
        TerminalWindow.line(OperatingSystem.MAC, EXEC, name -> true).get(2));
  }

  @Test
  void aNameThatWouldRunAProgramOnWindowsOpensNothing() {
    assertEquals(
        List.of(),
        TerminalWindow.line(
            OperatingSystem.WINDOWS,
            List.of("kubectl", "--context", "dev&calc.exe", "exec", "-it", "deploy/api"),
            name -> true));
    assertEquals(
        List.of("cmd", "/c", "start", "Mooring", "kubectl", "--context", "dev"),
        TerminalWindow.line(
            OperatingSystem.WINDOWS, List.of("kubectl", "--context", "dev"), name -> true));
  }
}
