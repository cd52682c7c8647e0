package dev.mooring.desktop.registry.tags;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Moments as people speak of them: "14:02", "Monday", "3 Nov", "3 Nov 2025".
final class When {
  private static final DateTimeFormatter TIME = of("HH:mm");
  private static final DateTimeFormatter WEEKDAY = of("EEEE");
  private static final DateTimeFormatter DAY = of("d MMM");
  private static final DateTimeFormatter DATE = of("d MMM yyyy");
  private static final DateTimeFormatter EXACT = of("d MMM yyyy, HH:mm:ss");

  private When() {}

  private static DateTimeFormatter of(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  static String words(Instant then, Instant now, ZoneId zone) {
    ZonedDateTime at = then.atZone(zone);
    LocalDate today = now.atZone(zone).toLocalDate();
    LocalDate day = at.toLocalDate();
    if (day.equals(today)) {
      return TIME.format(at);
    }
    if (day.isAfter(today.minusDays(7)) && day.isBefore(today)) {
      return WEEKDAY.format(at);
    }
    return (day.getYear() == today.getYear() ? DAY : DATE).format(at);
  }

  static String words(Instant then) {
    return words(then, Instant.now(), ZoneId.systemDefault());
  }

  static String exact(Instant then) {
    return EXACT.format(then.atZone(ZoneId.systemDefault()));
  }
}
