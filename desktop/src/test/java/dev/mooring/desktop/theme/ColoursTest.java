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
