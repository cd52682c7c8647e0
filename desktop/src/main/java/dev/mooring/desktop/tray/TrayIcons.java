package dev.mooring.desktop.tray;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.imageio.ImageIO;

/// The icon's pictures, from the generated files.
public final class TrayIcons {
  /// Sizes that panels ask for.
  public static final List<Integer> SIZES = List.of(22, 24, 32, 48);

  private static final int EDGE = 0x16202a;

  private TrayIcons() {}

  /// What is behind the icon, as far as that is known.
  public enum Panel {
    DARK,
    LIGHT,
    /// Nobody says: the picture has an edge that keeps it readable on both.
    UNKNOWN
  }

  public static BufferedImage image(TrayState state, int size, Panel panel) {
    String file =
        "/dev/mooring/desktop/icons/tray/%s-%s-%d.png"
            .formatted(state.file(), panel == Panel.LIGHT ? "light" : "dark", size);
    try (InputStream in = TrayIcons.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the icon " + file + " is not in this build");
      }
      BufferedImage image = ImageIO.read(in);
      return panel == Panel.UNKNOWN ? edged(image) : image;
    } catch (IOException e) {
      throw new IllegalStateException("the icon " + file + " cannot be read", e);
    }
  }

  /// Puts a dark edge around what is drawn light.
  private static BufferedImage edged(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int reach = Math.max(1, Math.round(width / 20f));
    BufferedImage edged = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        edged.setRGB(x, y, near(image, x, y, reach) << 24 | EDGE);
      }
    }
    Graphics2D graphics = edged.createGraphics();
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return edged;
  }

  /// Almost the strongest alpha around a pixel.
  private static int near(BufferedImage image, int x, int y, int reach) {
    int strongest = 0;
    for (int dy = -reach; dy <= reach; dy++) {
      for (int dx = -reach; dx <= reach; dx++) {
        int nx = x + dx;
        int ny = y + dy;
        boolean inside = nx >= 0 && ny >= 0 && nx < image.getWidth() && ny < image.getHeight();
        if (inside && dx * dx + dy * dy <= reach * reach + 1) {
          strongest = Math.max(strongest, image.getRGB(nx, ny) >>> 24);
        }
      }
    }
    return strongest * 9 / 10;
  }
}
