package dev.mooring.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class IconsTest {
  @Test
  void everySizeOfTheApplicationIsThere() throws IOException {
    for (int size : List.of(16, 22, 24, 32, 48, 64, 128, 256, 512)) {
      check("app/mooring-" + size, size);
    }
  }

  @Test
  void everyTrayStateIsThereForBothPanels() throws IOException {
    for (String state : List.of("well", "working", "attention", "disconnected")) {
      for (String panel : List.of("dark", "light")) {
        for (int size : List.of(22, 24, 32, 48)) {
          check("tray/" + state + "-" + panel + "-" + size, size);
        }
      }
    }
  }

  private static void check(String name, int size) throws IOException {
    String file = "/dev/mooring/desktop/icons/" + name + ".png";
    try (InputStream in = IconsTest.class.getResourceAsStream(file)) {
      assertNotNull(in, file + " is missing; run icons/generate");
      BufferedImage image = ImageIO.read(in);
      assertEquals(size, image.getWidth(), file);
      assertEquals(size, image.getHeight(), file);
    }
  }
}
