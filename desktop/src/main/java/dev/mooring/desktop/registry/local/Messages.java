package dev.mooring.desktop.registry.local;

import dev.mooring.message.Bundle;
import org.jspecify.annotations.Nullable;

/// The words of this room.
final class Messages {
  private static final Bundle WORDS = Bundle.of(Messages.class);

  private Messages() {}

  static String of(String key, @Nullable Object... values) {
    return WORDS.text(key, values);
  }

  static String count(String key, long number, @Nullable Object... others) {
    return WORDS.count(key, number, others);
  }
}
