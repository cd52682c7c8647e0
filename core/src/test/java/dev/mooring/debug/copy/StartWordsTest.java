package dev.mooring.debug.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.document.Document;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StartWordsTest {
  @Test
  void wordsOfTheManifestStayAsItWroteThemSoThatNoSecretIsCopied() {
    assertEquals(
        List.of("--token=$(TOKEN)", "--port=1"),
        StartWords.arguments(
            container(List.of("/app", "--token=$(TOKEN)"), List.of("--port=1")),
            List.of("/app", "--token=hidden", "--port=1")));
  }

  @Test
  void wordsOfTheImageComeBeforeThem() {
    assertEquals(
        List.of("serve", "--token=$(TOKEN)"),
        StartWords.arguments(
            container(List.of(), List.of("--token=$(TOKEN)")),
            List.of("/app", "serve", "--token=hidden")));
  }

  @Test
  void othersAreWrittenSoThatNothingIsFilledIn() {
    assertEquals(
        List.of("$$(SECRET)", "$$$$x", "`id`; $$HOME"),
        StartWords.arguments(
            container(List.of(), List.of()), List.of("/app", "$(SECRET)", "$$x", "`id`; $HOME")));
  }

  @Test
  void aManifestThatStartsAnotherProgramFirstSaysNothingOfThisOne() {
    assertEquals(
        List.of("--a"),
        StartWords.arguments(
            container(List.of("sh", "-c", "exec /app --a"), List.of()), List.of("/app", "--a")));
    assertEquals(
        List.of("x", "y"),
        StartWords.arguments(
            container(List.of("tini", "--"), List.of("/app")), List.of("/app", "x", "y")));
  }

  @Test
  void aProgramWithoutAWordHasNoArguments() {
    assertEquals(List.of(), StartWords.arguments(container(List.of(), List.of()), List.of()));
  }

  private static Document container(List<String> command, List<String> args) {
    return Document.of(Map.of("command", command, "args", args));
  }
}
