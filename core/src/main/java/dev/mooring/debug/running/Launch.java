package dev.mooring.debug.running;

import dev.mooring.document.Document;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// How a container's program is started, as far as its manifest says. Hostile: any words.
///
/// @param words of command and arguments, also those within one argument, as `sh -c` has them
/// @param environment values that the manifest itself has
public record Launch(List<String> words, Map<String, String> environment) {
  private static final int MOST = 4096;

  public static Launch of(Document container) {
    Map<String, String> environment = new HashMap<>();
    container.at("env").stream()
        .limit(MOST)
        .forEach(
            each ->
                each.at("value")
                    .text()
                    .ifPresent(value -> environment.put(each.at("name").textOrEmpty(), value)));
    return new Launch(
        Stream.of("command", "args")
            .flatMap(each -> container.at(each).texts().stream())
            .flatMap(each -> split(each).stream())
            .limit(MOST)
            .toList(),
        environment);
  }

  /// With what is known besides of how its image or its process starts it.
  public Launch and(Launch known) {
    Map<String, String> both = new HashMap<>(known.environment());
    both.putAll(environment);
    return new Launch(Stream.concat(words.stream(), split(known.words()).stream()).toList(), both);
  }

  public static List<String> split(List<String> all) {
    return all.stream().flatMap(each -> split(each).stream()).limit(MOST).toList();
  }

  /// The words of such a variable; none where it isn't set.
  List<String> words(String variable) {
    return split(environment.getOrDefault(variable, ""));
  }

  private static List<String> split(String text) {
    return Arrays.stream(text.split("[\\s'\"]+", MOST)).filter(each -> !each.isEmpty()).toList();
  }

  /// Of "5005", ":5005", "*:5005", "[::1]:5005"; nothing where it is none, or chosen only later.
  static Optional<Integer> port(String address) {
    String digits = address.substring(address.lastIndexOf(':') + 1);
    return digits.matches("[1-9][0-9]{0,4}") && Integer.parseInt(digits) <= 65_535
        ? Optional.of(Integer.parseInt(digits))
        : Optional.empty();
  }

  /// Whether a word calls a program: "dlv", "/dbg/go/bin/dlv".
  static boolean calls(String word, String program) {
    return word.equals(program) || word.endsWith("/" + program);
  }
}
