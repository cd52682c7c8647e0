package dev.mooring.desktop.theme;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The colours behind the tokens of a theme, and how well they are told apart (WCAG 2.2, 1.4.3).
/// Mooring's own sheet is read over the theme's.
final class Tints {
  private static final Pattern TOKEN = Pattern.compile("(-color-[a-z0-9-]+)\\s*:\\s*([^;}]+)");
  private static final Pattern RGBA =
      Pattern.compile("rgba\\(([0-9]+), *([0-9]+), *([0-9]+), *([0-9.]+)\\)");

  private final Map<String, String> tokens = new HashMap<>();

  private Tints() {}

  static Tints of(String theme) throws IOException {
    Tints tints = new Tints();
    tints.read("/atlantafx/base/theme/" + theme + ".css");
    return tints;
  }

  private void read(String file) throws IOException {
    try (InputStream in = Tints.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("there is no " + file);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Matcher matcher = TOKEN.matcher(text);
      while (matcher.find()) {
        tokens.putIfAbsent(matcher.group(1), matcher.group(2).strip());
      }
    }
  }

  /// From 1 (the same) to 21 (black on white). What lets light through lies on the window's ground.
  double contrast(String text, String ground) {
    double[] window = colour("-color-bg-default", new double[3]);
    double[] below = colour(ground, window);
    double one = luminance(colour(text, below));
    double other = luminance(below);
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }

  private double[] colour(String token, double[] below) {
    String value = token;
    while (tokens.containsKey(value)) {
      value = tokens.get(value);
    }
    Matcher rgba = RGBA.matcher(value);
    if (rgba.matches()) {
      double alpha = Double.parseDouble(rgba.group(4));
      double[] mixed = new double[3];
      for (int i = 0; i < 3; i++) {
        mixed[i] = Integer.parseInt(rgba.group(i + 1)) / 255.0 * alpha + below[i] * (1 - alpha);
      }
      return mixed;
    }
    String hex = value.replace("#", "");
    if (!hex.matches("[0-9a-fA-F]{3}|[0-9a-fA-F]{6}")) {
      throw new IllegalStateException(token + " is " + value);
    }
    String six = hex.length() == 6 ? hex : hex.replaceAll("(.)", "$1$1");
    return new double[] {
      Integer.parseInt(six.substring(0, 2), 16) / 255.0,
      Integer.parseInt(six.substring(2, 4), 16) / 255.0,
      Integer.parseInt(six.substring(4, 6), 16) / 255.0
    };
  }

  private static double luminance(double[] colour) {
    return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
  }

  private static double linear(double part) {
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }
}
