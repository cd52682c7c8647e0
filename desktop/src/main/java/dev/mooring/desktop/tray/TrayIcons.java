package dev.mooring.desktop.tray;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.imageio.ImageIO;

/// The icon's pictures, from the generated files.
public final class TrayIcons {
  /// Sizes that panels ask for.
  public static final List<Integer> SIZES = List.of(22, 24, 32, 48);

  private TrayIcons() {}

  /// @param onDarkPanel whether the panel behind it is dark
  public static BufferedImage image(TrayState state, int size, boolean onDarkPanel) {
    String file =
        "/dev/mooring/desktop/icons/tray/%s-%s-%d.png"
            .formatted(state.file(), onDarkPanel ? "dark" : "light", size);
    try (InputStream in = TrayIcons.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the icon " + file + " is not in this build");
      }
      return ImageIO.read(in);
    } catch (IOException e) {
      throw new IllegalStateException("the icon " + file + " cannot be read", e);
    }
  }
}
