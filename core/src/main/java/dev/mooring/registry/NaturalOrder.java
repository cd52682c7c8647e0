package dev.mooring.registry;

import java.util.Comparator;

/// Orders text as people do: "v2" before "v10".
public final class NaturalOrder implements Comparator<String> {
  public static final NaturalOrder INSTANCE = new NaturalOrder();

  private NaturalOrder() {}

  @Override
  public int compare(String left, String right) {
    int i = 0;
    int j = 0;
    while (i < left.length() && j < right.length()) {
      if (isDigit(left.charAt(i)) && isDigit(right.charAt(j))) {
        int endLeft = endOfDigits(left, i);
        int endRight = endOfDigits(right, j);
        int order = compareNumbers(left, i, endLeft, right, j, endRight);
        if (order != 0) {
          return order;
        }
        i = endLeft;
        j = endRight;
      } else {
        int order = Character.compare(left.charAt(i++), right.charAt(j++));
        if (order != 0) {
          return order;
        }
      }
    }
    int order = Integer.compare(left.length() - i, right.length() - j);
    // "1" and "01" are the same number but not the same tag.
    return order != 0 ? order : left.compareTo(right);
  }

  private static int compareNumbers(
      String left, int from, int to, String right, int start, int end) {
    int i = skipZeros(left, from, to);
    int j = skipZeros(right, start, end);
    int order = Integer.compare(to - i, end - j);
    return order != 0 ? order : left.substring(i, to).compareTo(right.substring(j, end));
  }

  private static int skipZeros(String text, int from, int to) {
    int at = from;
    while (at < to && text.charAt(at) == '0') {
      at++;
    }
    return at;
  }

  private static int endOfDigits(String text, int from) {
    int at = from;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
