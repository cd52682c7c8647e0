package dev.mooring.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import java.util.MissingResourceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BundleTest {
  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @Test
  void valuesAreShownAsTheyAreWhateverTheLanguage() {
    Locale.setDefault(Locale.GERMANY);
    assertEquals("port 5000", words().text("port", 5000));
  }

  @Test
  void apostrophesAndBracesOfTextsAndValuesStay() {
    assertEquals("isn't {0} nor it's", words().text("quoted", "it's"));
  }

  @Test
  void aNumberChoosesItsText() {
    assertEquals("1 image in app", words().count("images", 1, "app"));
    assertEquals("0 images in app", words().count("images", 0, "app"));
    assertEquals("7 images in app", words().count("images", 7, "app"));
  }

  @Test
  void aTranslationIsTakenWhereThereIsOneAndItsGapsAreFilled() {
    Locale.setDefault(Locale.GERMANY);
    assertEquals("7 Images in app", words().count("images", 7, "app"));
    assertEquals("1 image in app", words().count("images", 1, "app"));
  }

  @Test
  void aTextThatIsMissingIsADefect() {
    Bundle words = words();
    assertThrows(MissingResourceException.class, () -> words.text("nothing"));
  }

  private static Bundle words() {
    return Bundle.of(BundleTest.class);
  }
}
