package dev.mooring.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;

/// A version of Mooring: numbers with dots, and perhaps a word after a hyphen, which comes before
/// the version without it ("1.2.0-rc1" before "1.2.0").
///
/// @param text as it is written
public record Version(String text) implements Comparable<Version> {
  private static final Version RUNNING = built();

  /// This build's own, as Maven stamped it.
  public static Version running() {
    return RUNNING;
  }

  /// Whether it comes after another one: by its numbers, where a missing one counts as 0, and then
  /// by its word.
  public boolean newerThan(Version other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Version other) {
    List<Integer> mine = numbers();
    List<Integer> theirs = other.numbers();
    for (int i = 0; i < Math.max(mine.size(), theirs.size()); i++) {
      int difference =
          Integer.compare(i < mine.size() ? mine.get(i) : 0, i < theirs.size() ? theirs.get(i) : 0);
      if (difference != 0) {
        return difference;
      }
    }
    return Comparator.comparing(String::isEmpty)
        .thenComparing(Comparator.naturalOrder())
        .compare(word(), other.word());
  }

  private List<Integer> numbers() {
    List<Integer> numbers = new ArrayList<>();
    for (String each : text.split("-", 2)[0].split("\\.", -1)) {
      numbers.add(each.matches("[0-9]{1,9}") ? Integer.parseInt(each) : 0);
    }
    return numbers;
  }

  private String word() {
    int hyphen = text.indexOf('-');
    return hyphen < 0 ? "" : text.substring(hyphen + 1);
  }

  private static Version built() {
    Properties properties = new Properties();
    try (InputStream file = Version.class.getResourceAsStream("build.properties")) {
      if (file == null) {
        throw new IllegalStateException("build.properties was not packaged");
      }
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Version(properties.getProperty("version"));
  }
}
