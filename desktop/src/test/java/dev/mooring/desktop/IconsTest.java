package dev.mooring.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.mooring.desktop.tray.TrayIcons;
import dev.mooring.desktop.tray.TrayState;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  @Test
  void everyTrayStateStandsOutFromADarkAndALightPanel() throws IOException {
    List<String> pale = new ArrayList<>();
    int[] panels = {0x1e1e1e, 0x3b4252, 0xdedede, 0xfafafa};
    BufferedImage sheet = new BufferedImage(4 * 64 * 3, 4 * 64, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    for (int panel = 0; panel < panels.length; panel++) {
      graphics.setColor(new Color(panels[panel]));
      graphics.fillRect(0, panel * 64, sheet.getWidth(), 64);
      int column = 0;
      for (TrayState state : TrayState.values()) {
        for (int size : List.of(22, 32, 48)) {
          BufferedImage icon = TrayIcons.image(state, size, TrayIcons.Panel.UNKNOWN);
          graphics.drawImage(icon, column++ * 64 + 8, panel * 64 + 8, null);
          if (standsOut(icon, panels[panel]) < size * size / 10) {
            pale.add(state + " " + size + " on " + Integer.toHexString(panels[panel]));
          }
        }
      }
    }
    graphics.dispose();
    Path file = Path.of("target", "screenshots", "tray-icons.png");
    Files.createDirectories(file.getParent());
    ImageIO.write(sheet, "png", file.toFile());
    assertEquals(List.of(), pale);
  }

  /// How many pixels differ from the panel by a contrast of 3 to 1 and more.
  private static int standsOut(BufferedImage icon, int panel) {
    int count = 0;
    for (int y = 0; y < icon.getHeight(); y++) {
      for (int x = 0; x < icon.getWidth(); x++) {
        int argb = icon.getRGB(x, y);
        double alpha = (argb >>> 24) / 255.0;
        double one = alpha * light(argb) + (1 - alpha) * light(panel);
        double other = light(panel);
        double contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        count += contrast >= 3 ? 1 : 0;
      }
    }
    return count;
  }

  private static double light(int rgb) {
    return 0.2126 * linear(rgb >> 16 & 255)
        + 0.7152 * linear(rgb >> 8 & 255)
        + 0.0722 * linear(rgb & 255);
  }

  private static double linear(int channel) {
    return Math.pow(channel / 255.0, 2.2);
  }
}
