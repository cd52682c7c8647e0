package dev.mooring.cluster;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Amounts of memory and storage as manifests write them: "256Mi", "1G", "1e9".
///
/// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
public final class Quantity {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)(?:[eE](\\d{1,2}))?(m|[kMGTPE]i?|Ki)?");
  private static final Map<Character, Integer> POWERS =
      Map.of('k', 1, 'K', 1, 'M', 2, 'G', 3, 'T', 4, 'P', 5, 'E', 6);

  private Quantity() {}

  /// The bytes that it means, at most [Long#MAX_VALUE]; empty for what is no amount.
  public static Optional<Long> bytes(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    BigDecimal amount = new BigDecimal(form.group(1));
    if (form.group(2) != null) {
      amount = amount.scaleByPowerOfTen(Integer.parseInt(form.group(2)));
    }
    String unit = form.group(3) == null ? "" : form.group(3);
    if (unit.equals("m")) {
      amount = amount.scaleByPowerOfTen(-3);
    } else if (!unit.isEmpty()) {
      BigDecimal base = BigDecimal.valueOf(unit.endsWith("i") ? 1024 : 1000);
      amount = amount.multiply(base.pow(POWERS.getOrDefault(unit.charAt(0), 0)));
    }
    BigDecimal most = BigDecimal.valueOf(Long.MAX_VALUE);
    return Optional.of(amount.compareTo(most) > 0 ? Long.MAX_VALUE : amount.longValue());
  }
}
