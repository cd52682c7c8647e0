package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a package installs for the terminal.
final class ShellFilesTest {
  @TempDir Path home;
  private Path files;

  @BeforeEach
  void generate() {
    files = home.resolve("files");
    Terminal terminal = new Terminal(new FabricKubeconfig(List.of(home.resolve("none"))), home);
    assertEquals(0, terminal.run("generate-files", files.toString()).code());
  }

  @Test
  void everyCommandHasAPageThatTellsItsOptions() throws IOException {
    String page = Files.readString(files.resolve("man/mooring-forward-ls.1"));
    assertTrue(page.startsWith(".TH MOORING\\-FORWARD\\-LS 1"), page);
    assertTrue(page.contains("\\fB\\-o, \\-\\-output\\fR \\fIFORMAT\\fR\n"), page);
    assertTrue(page.contains(".SH SEE ALSO\nmooring\\-forward(1)\n"), page);
    assertTrue(Files.exists(files.resolve("man/mooring.1")));
    assertFalse(Files.exists(files.resolve("man/mooring-generate-files.1")));
  }

  @Test
  void noPageHasALineThatWouldBeTakenForAMacro() throws IOException {
    try (Stream<Path> pages = Files.list(files.resolve("man"))) {
      for (Path page : pages.toList()) {
        for (String line : Files.readAllLines(page)) {
          boolean macro = line.startsWith(".") || line.startsWith("'");
          assertTrue(!macro || line.matches("\\.(TH|SH|TP|nf|fi)( .*)?"), () -> page + ": " + line);
        }
      }
    }
  }

  @Test
  void completionsKnowCommandsAndOptionsWithTheirDescriptions() throws IOException {
    for (String each : List.of("_mooring", "mooring.fish")) {
      String script = Files.readString(files.resolve(each));
      for (String word : List.of("doctor", "forward ls", "with-names", "Check the cluster")) {
        assertTrue(script.contains(word), () -> word + " in " + each);
      }
      assertFalse(script.contains("generate-files"), each);
    }
  }

  @Test
  void shellsCanReadTheirCompletions() throws Exception {
    parses("bash", "mooring.bash");
    parses("zsh", "_mooring");
    parses("fish", "mooring.fish");
  }

  private void parses(String shell, String script) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(shell, "-n", files.resolve(script).toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      Assumptions.abort("no " + shell + " here");
      return;
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> shell + ": " + said);
  }

  /// Whoever writes there could not make a shell run anything.
  @Test
  void bashOffersTheNamesOfRegistriesAndNothingElse() throws Exception {
    Path cache = Files.createDirectories(home.resolve("mooring/cache"));
    Files.writeString(
        cache.resolve("registry-names"), "company\n$(touch x)\nteam-a\nlocalhost:5001\n`id`\n");
    String script =
        """
        source %s
        COMP_WORDS=(mooring images --registry ''); COMP_CWORD=3; _complete_mooring_names
        echo "${COMPREPLY[*]}"
        COMP_WORDS=(mooring registries remove te); COMP_CWORD=3; _complete_mooring_names
        echo "${COMPREPLY[*]}"
        COMP_WORDS=(mooring sav); COMP_CWORD=1; _complete_mooring_names
        echo "${COMPREPLY[*]}"
        """
            .formatted(files.resolve("mooring.bash"));
    Process process;
    try {
      ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).directory(home.toFile());
      builder.environment().put("MOORING_HOME", home.resolve("mooring").toString());
      process = builder.start();
    } catch (IOException e) {
      Assumptions.abort("no bash here");
      return;
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("company team-a localhost:5001\nteam-a\nsave\n", said);
    assertFalse(Files.exists(home.resolve("x")));
  }
}
