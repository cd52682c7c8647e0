package dev.mooring.desktop.theme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ColoursTest {
  private static final Pattern LITERAL =
      Pattern.compile(
          "#[0-9a-fA-F]{3,8}\\b|\\b(rgba?|hsba?|hsla?)\\(|:\\s*(white|black|red|green|blue|gray|grey|orange|yellow)\\b");

  @Test
  void styleSheetsAndViewsUseTokensOnly() throws IOException {
    List<String> found = new ArrayList<>();
    int read = 0;
    try (Stream<Path> files = Files.walk(Path.of("src", "main"))) {
      for (Path file : files.filter(f -> f.toString().matches(".*\\.css")).toList()) {
        Matcher matcher = LITERAL.matcher(Files.readString(file));
        read++;
        while (matcher.find()) {
          found.add(file + ": " + matcher.group());
        }
      }
    }
    assertFalse(read == 0, "no style sheet was read");
    assertEquals(List.of(), found);
  }

  /// Text and what it lies on, as mooring.css pairs them.
  private static final List<List<String>> PAIRS =
      List.of(
          List.of("-color-fg-default", "-color-bg-default"),
          List.of("-color-fg-default", "-color-bg-subtle"),
          List.of("-color-fg-default", "-color-bg-overlay"),
          List.of("-color-fg-default", "-color-bg-inset"),
          List.of("-color-fg-default", "-color-neutral-muted"),
          List.of("-color-fg-muted", "-color-bg-default"),
          List.of("-color-fg-muted", "-color-bg-subtle"),
          List.of("-color-fg-muted", "-color-bg-overlay"),
          List.of("-color-fg-default", "-color-warning-subtle"),
          List.of("-color-success-fg", "-color-bg-default"),
          List.of("-color-success-fg", "-color-bg-subtle"),
          List.of("-color-success-fg", "-color-success-subtle"),
          List.of("-color-warning-fg", "-color-bg-default"),
          List.of("-color-warning-fg", "-color-bg-subtle"),
          List.of("-color-warning-fg", "-color-warning-subtle"),
          List.of("-color-danger-fg", "-color-bg-default"),
          List.of("-color-danger-fg", "-color-bg-subtle"),
          List.of("-color-danger-fg", "-color-danger-subtle"),
          List.of("-color-accent-fg", "-color-bg-default"),
          List.of("-color-accent-fg", "-color-bg-subtle"),
          List.of("-color-accent-fg", "-color-accent-subtle"),
          List.of("-color-fg-emphasis", "-color-neutral-emphasis-plus"),
          List.of("-color-fg-emphasis", "-color-accent-emphasis"),
          List.of("-color-fg-emphasis", "-color-danger-emphasis"));

  @ParameterizedTest
  @ValueSource(strings = {"primer-light", "primer-dark"})
  void everyTextIsReadableOnWhatItLiesOn(String theme) throws IOException {
    Tints tints = Tints.of(theme);
    List<String> weak = new ArrayList<>();
    for (List<String> pair : PAIRS) {
      double contrast = tints.contrast(pair.getFirst(), pair.getLast());
      if (contrast < 4.5) {
        weak.add("%s on %s: %.2f".formatted(pair.getFirst(), pair.getLast(), contrast));
      }
    }
    assertEquals(List.of(), weak);
  }

  @Test
  void viewsPaintNothingByHand() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String text = Files.readString(file);
        assertFalse(text.contains("javafx.scene.paint"), file + " names a colour");
        assertFalse(text.contains(".setStyle("), file + " styles by hand");
      }
    }
  }
}
