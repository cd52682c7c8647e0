package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandBranchesTest {
  @TempDir Path home;

  @Test
  void aCommandIsReadWithoutTheOthersAndSaysTheSame() {
    CommandLine whole = CommandTree.of(home);
    for (String name : whole.getSubcommands().keySet()) {
      if (!name.startsWith("generate-")) {
        CommandLine alone = CommandTree.of(home, name, "--help");
        assertEquals(Set.of(name), alone.getSubcommands().keySet());
        assertEquals(
            help(whole.getSubcommands().get(name)), help(alone.getSubcommands().get(name)));
      }
    }
  }

  @Test
  void eachIsFoundByItsOwnName() {
    CommandTree.of(home)
        .getSubcommands()
        .forEach(
            (name, line) -> {
              CommandLine.Command declared =
                  line.getCommand().getClass().getAnnotation(CommandLine.Command.class);
              assertEquals(declared.name(), name);
            });
  }

  @Test
  void allAreReadForHelpForFilesAboutThemAndForWordsThatNameNone() {
    int all = CommandTree.of(home).getSubcommands().size();
    assertTrue(all > 30);
    assertAll(
        List.of("--help", "generate-completion", "generate-files", "forwrad", "").stream()
            .map(
                word ->
                    () -> assertEquals(all, CommandTree.of(home, word).getSubcommands().size())));
  }

  private static List<String> help(CommandLine command) {
    List<String> texts = new ArrayList<>(List.of(command.getUsageMessage()));
    command.getSubcommands().values().forEach(each -> texts.addAll(help(each)));
    return texts;
  }
}
