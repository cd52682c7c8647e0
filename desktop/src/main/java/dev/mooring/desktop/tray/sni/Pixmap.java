package dev.mooring.desktop.tray.sni;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.Position;

/// One picture of an icon: width, height and ARGB32 in network byte order.
public final class Pixmap extends Struct {
  @Position(0)
  public final int width;

  @Position(1)
  public final int height;

  @Position(2)
  public final byte[] pixels;

  Pixmap(int width, int height, byte[] pixels) {
    this.width = width;
    this.height = height;
    this.pixels = pixels;
  }

  static Pixmap of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    ByteBuffer bytes = ByteBuffer.allocate(width * height * 4);
    bytes.asIntBuffer().put(image.getRGB(0, 0, width, height, null, 0, width));
    return new Pixmap(width, height, bytes.array());
  }
}
