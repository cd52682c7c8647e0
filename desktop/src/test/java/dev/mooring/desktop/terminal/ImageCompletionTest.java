package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.registry.ImageRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Shells complete the names of images that the registry listed last.
class ImageCompletionTest {
  private static final String ALL = "ana/app:1 ana/app:v2_B.3-x bob/web lab/ana/old:3";

  /// A stranger chose these; none may reach a command line.
  private static final List<String> EVIL =
      List.of(
          "$(touch x)",
          "ana/$(touch x):1",
          "`touch x`",
          "a'b",
          "a\"b",
          "a;\nb;touch x",
          "\u001b]0;title\u0007",
          "ana/app:1;touch x",
          "-rf",
          ":1",
          "a b",
          "a*",
          "~root",
          "a\\b",
          "ana/é",
          "a\tb",
          "a\r");

  @TempDir static Path home;
  private static Path files;

  @BeforeAll
  static void generate() throws IOException {
    files = home.resolve("files");
    Terminal terminal = new Terminal(new FabricKubeconfig(List.of(home.resolve("none"))), home);
    assertEquals(0, terminal.run("generate-files", files.toString()).code());
    Path names = Files.createDirectories(home.resolve("mooring/cache")).resolve("image-names");
    // As if somebody else had written there: the shells trust nobody.
    Files.writeString(
        names,
        ALL.replace(' ', '\n') + "\n" + String.join("\n", EVIL) + "\n",
        StandardCharsets.UTF_8);
  }

  /// What a shell offers, sorted, in one line for each command line.
  private String offered(String shell, String... script) throws Exception {
    Process process;
    try {
      List<String> words = new ArrayList<>(List.of(shell));
      words.addAll(List.of(script));
      ProcessBuilder builder = new ProcessBuilder(words).directory(home.toFile());
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      Map<String, String> environment = builder.environment();
      environment.put("MOORING_HOME", home.resolve("mooring").toString());
      environment.put("HOME", home.toString());
      process = builder.start();
    } catch (IOException e) {
      Assumptions.abort("no " + shell + " here");
      return "";
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    assertFalse(Files.exists(home.resolve("x")), said);
    return said;
  }

  private String bash(String... lines) throws Exception {
    StringBuilder script = new StringBuilder();
    script.append("source ").append(files.resolve("mooring.bash")).append('\n');
    for (String line : lines) {
      // As readline takes a line apart, with its colons.
      String words = line.replace(":", " : ").strip() + (line.endsWith(" ") ? " ''" : "");
      script.append("COMP_LINE='").append(line).append("'; COMP_POINT=${#COMP_LINE};");
      script.append("COMP_WORDS=(").append(words).append("); COMP_CWORD=$((${#COMP_WORDS[@]}-1));");
      script.append("_complete_mooring_names; echo \"${COMPREPLY[*]}\"\n");
    }
    return offered("bash", "--norc", "-c", script.toString());
  }

  @Test
  void bashOffersImagesWhereACommandTakesThem() throws Exception {
    assertEquals(
        String.join("\n", ALL, ALL, ALL, ALL, ALL, ALL, ALL, ""),
        bash(
            "mooring image show ",
            "mooring image diff --platform linux/amd64 ana/app:1 ",
            "mooring copy ana/app:1 ",
            "mooring retag --as a/b ",
            "mooring tag-history ",
            "mooring delete --yes ",
            "mooring export "));
  }

  @Test
  void bashReplacesWhatFollowsAColonOnly() throws Exception {
    assertEquals(
        "ana/app:1 ana/app:v2_B.3-x\n1 v2_B.3-x\nv2_B.3-x\nbob/web\n",
        bash(
            "mooring image files an",
            "mooring image files ana/app:",
            "mooring image files ana/app:v",
            "mooring undo b"));
  }

  @Test
  void namesOfARegistryThatIsNamedNeedItsNameNoMore() throws Exception {
    assertEquals(
        "ana/old:3\nana/old:3\nlab/ana/old:3\n\n",
        bash(
            "mooring image show --registry lab ",
            "mooring image show --registry=lab an",
            "mooring image show lab/",
            "mooring image show --registry other "));
  }

  @Test
  void bashOffersNoImagesForOtherWords() throws Exception {
    String offered =
        bash(
            "mooring image cat ana/app:1 ",
            "mooring image show --platform ",
            "mooring retag ana/app:1 ",
            "mooring push copy ",
            "mooring image show --re");
    assertFalse(offered.contains("ana/"), offered);
    assertEquals("--registry", offered.lines().toList().getLast().strip(), offered);
  }

  @Test
  void zshOffersTheSame() throws Exception {
    String script =
        """
        compadd() { [[ $2 != images ]] || print -r -- ${(P)2} }
        _files() { print files }
        _describe() { print described }
        words=(mooring image show ''); CURRENT=4; PREFIX=''; source %1$s
        words=(mooring copy ana/app:1 ana/app:v); CURRENT=4; PREFIX='ana/app:v'; _mooring
        words=(mooring image cat ana/app:1 ''); CURRENT=5; PREFIX=''; _mooring
        words=(mooring image show --registry lab ''); CURRENT=6; PREFIX=''; _mooring
        words=(mooring image show -); CURRENT=4; PREFIX='-'; _mooring
        """
            .formatted(files.resolve("_mooring"));
    assertEquals(
        ALL + "\nana/app:v2_B.3-x\nfiles\nana/old:3\ndescribed\n",
        offered("zsh", "-f", "-c", script));
  }

  @Test
  void fishOffersTheSame() throws Exception {
    String script =
        """
        source %s
        complete -C 'mooring image show '
        echo +
        complete -C 'mooring copy --platform linux/amd64 ana/app:1 ana/app:v'
        echo +
        complete -C 'mooring image cat ana/app:1 '
        echo +
        complete -C 'mooring image show --registry lab '
        echo +
        complete -C 'mooring image show --registry=lab an'
        """
            .formatted(files.resolve("mooring.fish"));
    assertEquals(
        ALL.replace(' ', '\n') + "\n+\nana/app:v2_B.3-x\n+\n+\nana/old:3\n+\nana/old:3\n",
        offered("fish", "--no-config", "-c", script));
  }

  @Test
  void onlyNamesThatImagesCanHaveAreKeptAndOnlyTheUserReadsThem() throws IOException {
    ImageNames kept = new ImageNames(home.resolve("kept/image-names"));
    List<String> all = new ArrayList<>(EVIL);
    all.addAll(List.of("a/../b:1", "/etc:1", "a:", "a:b:c", "A/b:1", "a/" + "b".repeat(300)));
    all.addAll(List.of(ALL.split(" ")));
    kept.set("", all, List.of());
    assertEquals(List.of(ALL.split(" ")), kept.all());
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.file())));
    kept.set("ana/", List.of("ana/new:1"), List.of());
    assertEquals(List.of("ana/new:1", "bob/web", "lab/ana/old:3"), kept.all());
    kept.setIn("lab", "", List.of("ana/app:9"));
    kept.set("", List.of("x:1", "lab/no"), List.of("lab"));
    assertEquals(List.of("lab/ana/app:9", "x:1"), kept.all());
    kept.setIn("lab", "ana/", List.of());
    assertEquals(List.of("x:1"), kept.all());
    kept.set("", IntStream.range(0, 9_000).mapToObj(i -> "r:" + i).toList(), List.of());
    assertEquals(ImageNames.MOST, kept.all().size());
  }

  @Test
  void noMoreNamesAreGatheredThanAreKept() {
    ImageNames.Gathered gathered = new ImageNames.Gathered();
    IntStream.range(0, 9_000).forEach(i -> gathered.add(new ImageRow.Tagless("r" + i)));
    assertEquals(ImageNames.MOST, gathered.names().size());
  }
}
