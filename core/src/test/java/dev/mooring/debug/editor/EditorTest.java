package dev.mooring.debug.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.source.SourceMapping;
import dev.mooring.document.Documents;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EditorTest {
  private static final Path SOURCES = Path.of("/home/ana/hello");
  private static final Path PRIVATE = Path.of("/home/ana/.local/state/mooring/editors/20001");

  /// What a program may say of where it was built.
  private static final String HOSTILE =
      "/src'\"]]--\\\n)(shell-command \"id\")\nos.execute('id')\nconfig x y";

  static List<Editor> all() {
    return Editor.all();
  }

  private static Endpoint session(String built) {
    return new Endpoint(
        "Mooring: shop/deploy/hello",
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 20_001),
        Optional.of(SOURCES),
        new SourceMapping(List.of(new SourceMapping.Rule(SOURCES.toString(), built))));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyEditorIsFoundByItsNameAndSaysWhereItConnects(Editor editor) {
    assertEquals(Optional.of(editor), Editor.named(editor.id()));
    assertTrue(editor.text(session("/src/hello")).contains("20001"));
    Opening opening = editor.opening(session("/src/hello"), PRIVATE);
    assertFalse(opening.programs().isEmpty());
    assertFalse(opening.next().isBlank());
  }

  @Test
  void visualStudioCodeGetsAWorkspaceOfItsOwnAndTheCheckoutStaysAsItIs() {
    Opening opening = new VsCode().opening(session("/src/hello"), PRIVATE);
    Path file = PRIVATE.resolve("mooring.code-workspace");
    assertEquals(List.of(file.toString()), opening.arguments());
    var workspace =
        Documents.json(
            opening.files().get(file).getBytes(StandardCharsets.UTF_8), "the workspace file");
    assertEquals(
        SOURCES.toString(), workspace.at("folders").items().getFirst().at("path").textOrEmpty());
    var launch = workspace.at("launch", "configurations").items().getFirst();
    assertEquals("dlv-dap", launch.at("debugAdapter").textOrEmpty());
    assertEquals(
        "/src/hello", launch.at("substitutePath").items().getFirst().at("to").textOrEmpty());
  }

  @Test
  void goLandGetsOneFileInTheProjectBecauseItReadsNoOther() {
    Opening opening = new GoLand().opening(session("/src/hello"), PRIVATE);
    assertEquals(
        List.of(SOURCES.resolve(".run/mooring-20001.run.xml")),
        List.copyOf(opening.files().keySet()));
    assertTrue(opening.needsSources());
  }

  @Test
  void aProgramsPathCannotEndAStringInVisualStudioCodesFile() {
    String text = new VsCode().text(session(HOSTILE));
    assertEquals(
        HOSTILE,
        Documents.json(text.getBytes(StandardCharsets.UTF_8), "the configuration")
            .at("substitutePath")
            .items()
            .getFirst()
            .at("to")
            .textOrEmpty());
  }

  @Test
  void aProgramsPathCannotEndAStringInNeovimsScript() {
    String text = new Neovim().text(session(HOSTILE));
    assertTrue(text.contains("to = '/src\\039\"]]--\\092\\010)(shell-command"), text);
    assertFalse(text.contains("\nos.execute"), text);
  }

  @Test
  void aProgramsPathCannotEndAStringInEmacsScript() {
    String text = new Emacs().text(session(HOSTILE));
    assertTrue(text.contains("\"/src'\\\"]]--\\\\\n)(shell-command \\\"id\\\")\n"), text);
  }

  @Test
  void aProgramsPathCannotAddACommandOfDelve() {
    Opening opening = new DlvConnect().opening(session(HOSTILE), PRIVATE);
    String commands = opening.files().get(PRIVATE.resolve("mooring.dlv"));
    assertEquals(1, commands.lines().count(), commands);
    assertTrue(commands.startsWith("config substitute-path \"/src'\\\"]]--\\\\?)("), commands);
  }
}
