package dev.mooring.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/// A reader of bytes from outside, fed with whatever comes.
///
/// It stands in the package of what it feeds, and [FuzzTargets] names it.
public interface FuzzTarget {

  /// Has the bytes read. Failures that the reader promises are caught here; whatever is thrown is a
  /// fault, and so is taking seconds.
  void feed(byte[] input) throws Exception;

  /// Whole and sound inputs to start from, and each input that once was a fault.
  List<byte[]> seeds();

  static List<byte[]> texts(String... texts) {
    return Stream.of(texts).map(each -> each.getBytes(StandardCharsets.UTF_8)).toList();
  }

  static byte[] base64(String text) {
    return Base64.getDecoder().decode(text);
  }
}
