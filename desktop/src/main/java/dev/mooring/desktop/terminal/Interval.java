package dev.mooring.desktop.terminal;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A time between two rounds as kubectl writes it: "90s", "1h30m".
final class Interval implements ITypeConverter<Duration> {
  /// Registries take more often for an attack.
  private static final Duration LEAST = Duration.ofSeconds(10);

  private static final Duration MOST = Duration.ofDays(7);

  @Override
  public Duration convert(String value) {
    return Limit.read(value)
        .filter(each -> each.compareTo(LEAST) >= 0 && each.compareTo(MOST) <= 0)
        .orElseThrow(() -> new TypeConversionException(Messages.of("not-an-interval", value)));
  }
}
