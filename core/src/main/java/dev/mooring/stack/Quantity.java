package dev.mooring.stack;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Amounts of storage as Kubernetes writes them.
final class Quantity {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)([A-Za-z]*)");
  private static final Map<String, Double> UNITS =
      Map.ofEntries(
          Map.entry("", 1.0),
          Map.entry("k", 1e3),
          Map.entry("M", 1e6),
          Map.entry("G", 1e9),
          Map.entry("T", 1e12),
          Map.entry("P", 1e15),
          Map.entry("Ki", 0x1p10),
          Map.entry("Mi", 0x1p20),
          Map.entry("Gi", 0x1p30),
          Map.entry("Ti", 0x1p40),
          Map.entry("Pi", 0x1p50));

  private Quantity() {}

  /// 0 for what is no amount.
  static double bytes(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches() && UNITS.containsKey(parts.group(2))
        ? new BigDecimal(parts.group(1)).doubleValue() * UNITS.get(parts.group(2))
        : 0;
  }
}
