package dev.mooring.deploy;

import java.util.regex.Pattern;

/// An image as somebody expects it in a workload: its name, or the first digits of its digest.
///
/// @param text at least twelve digits, with or without "sha256:", else a name
public record ExpectedImage(String text) {
  private static final Pattern DIGITS = Pattern.compile("(?:sha256:)?([0-9a-f]{12,64})");
  private static final String DIGEST = "@sha256:";
  private static final int ENOUGH = 12;

  /// Whether an image of a pod template is it.
  public boolean is(String image) {
    var digits = DIGITS.matcher(text);
    return image.equals(text) || (digits.matches() && digest(image).startsWith(digits.group(1)));
  }

  /// As few words as lead to it: the first digits of its digest, or its name where it has none.
  public static ExpectedImage brief(String image) {
    String digest = digest(image);
    return new ExpectedImage(digest.length() < ENOUGH ? image : digest.substring(0, ENOUGH));
  }

  private static String digest(String image) {
    int at = image.indexOf(DIGEST);
    return at < 0 ? "" : image.substring(at + DIGEST.length());
  }
}
