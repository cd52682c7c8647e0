package dev.mooring.desktop.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;

/// Where the window may be. Screens: one of 1920x1080, and one of 1280x1024 to its right.
final class WindowPlaceTest {
  private static final List<Rectangle2D> SCREENS =
      List.of(new Rectangle2D(0, 0, 1920, 1080), new Rectangle2D(1920, 0, 1280, 1024));

  private static Rectangle2D fit(double x, double y, double width, double height) {
    return WindowPlace.fit(new Rectangle2D(x, y, width, height), SCREENS);
  }

  @Test
  void aWindowThatIsOnAScreenStaysWhereItWas() {
    assertEquals(new Rectangle2D(100, 50, 1000, 700), fit(100, 50, 1000, 700));
    assertEquals(new Rectangle2D(2000, 10, 1000, 700), fit(2000, 10, 1000, 700));
    assertEquals(new Rectangle2D(-200, 50, 1000, 700), fit(-200, 50, 1000, 700), "half of it");
  }

  @Test
  void aWindowThatNobodyCouldReachComesBackToTheFirstScreen() {
    Rectangle2D middle = new Rectangle2D(460, 190, 1000, 700);
    assertEquals(middle, fit(9000, 50, 1000, 700), "right of all");
    assertEquals(middle, fit(-5000, 50, 1000, 700), "left of all");
    assertEquals(middle, fit(100, 4000, 1000, 700), "below");
    assertEquals(middle, fit(100, -300, 1000, 700), "its title above the screen");
  }

  @Test
  void aSizeThatMakesNoSenseIsOneThatFits() {
    assertEquals(new Rectangle2D(100, 50, 900, 600), fit(100, 50, 3, 3));
    assertEquals(new Rectangle2D(100, 50, 1920, 1080), fit(100, 50, 50_000, 50_000));
  }
}
