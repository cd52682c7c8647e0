package dev.mooring.desktop.app;

import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.event.InputEvent;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/// Clicks on the places of a window at the upper left corner of an X display, and sees when the
/// picture follows.
final class RailClicks {
  private static final List<String> PLACES = List.of("Registry", "Forwards", "Images", "Workloads");
  private static final int LEFT = 14;
  private static final int FIRST = 80;
  private static final int APART = 38;
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(30);

  private final Robot robot;
  private String shown = PLACES.getFirst();

  RailClicks() throws Exception {
    System.setProperty("java.awt.headless", "false");
    robot = new Robot();
  }

  void awaitWindow() throws Exception {
    long end = System.nanoTime() + LIMIT;
    while (colour(500, 20) == 0) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no window");
      }
      Thread.sleep(1);
    }
  }

  /// How long the picture took to follow each of some clicks, in milliseconds; the largest first.
  List<Long> latencies(int count) throws Exception {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(go(PLACES.get((i + 1) % 3)) / 1_000_000);
      Thread.sleep(60);
    }
    return all;
  }

  /// @return nanoseconds until the place shown before was no longer marked as the one in view
  long go(String place) throws Exception {
    if (place.equals(shown)) {
      return 0;
    }
    int y = y(place);
    int left = y(shown);
    int marked = colour(LEFT, left);
    robot.mouseMove(90, y);
    long from = System.nanoTime();
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    while (colour(LEFT, left) == marked) {
      if (System.nanoTime() - from > LIMIT) {
        throw new AssertionError("no answer to a click on " + place);
      }
      Thread.sleep(1);
    }
    shown = place;
    return System.nanoTime() - from;
  }

  /// Where nothing is to be hovered over.
  void park() {
    robot.mouseMove(600, 690);
  }

  private static int y(String place) {
    return FIRST + APART * PLACES.indexOf(place);
  }

  void picture(String name) throws Exception {
    BufferedImage all = robot.createScreenCapture(new Rectangle(0, 0, 1000, 700));
    File folder = new File("target/screenshots");
    folder.mkdirs();
    ImageIO.write(all, "png", new File(folder, "idle-" + name + ".png"));
  }

  private int colour(int x, int y) {
    return robot.getPixelColor(x, y).getRGB() & 0xffffff;
  }
}
