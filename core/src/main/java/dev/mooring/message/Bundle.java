package dev.mooring.message;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/// The words of one room: the file `messages.properties` beside its classes, and a translation of
/// it (`messages_de.properties`) where there is one. Thread-safe.
///
/// Texts are patterns of [MessageFormat]: `{0}` stands for a value, `'` is written twice.
public final class Bundle {
  private final ResourceBundle texts;

  private Bundle(ResourceBundle texts) {
    this.texts = texts;
  }

  /// The words beside a class.
  ///
  /// @throws java.util.MissingResourceException when the build has left them out
  public static Bundle of(Class<?> room) {
    return new Bundle(
        ResourceBundle.getBundle(
            room.getPackageName() + ".messages",
            Locale.getDefault(),
            room.getClassLoader(),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
  }

  /// A text with its values in place. Values are shown as they are: a port is 5000 and never 5,000.
  ///
  /// @throws java.util.MissingResourceException when there is no such text
  public String text(String key, @Nullable Object... values) {
    Object[] words = Arrays.stream(values).map(String::valueOf).toArray();
    return new MessageFormat(texts.getString(key), Locale.ROOT).format(words);
  }

  /// One of two texts, by number: `key.one` for exactly one, else `key.many`. The number is the
  /// first value.
  ///
  /// @throws java.util.MissingResourceException when there is no such text
  public String count(String key, long number, @Nullable Object... others) {
    Object[] values = new Object[others.length + 1];
    values[0] = number;
    System.arraycopy(others, 0, values, 1, others.length);
    return text(key + (number == 1 ? ".one" : ".many"), values);
  }
}
