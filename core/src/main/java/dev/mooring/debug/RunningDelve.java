package dev.mooring.debug;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A headless Delve that a container runs already, as `skaffold debug` leaves it.
///
/// @param port in the pod
/// @param shared whether it serves several clients; one that does not ends with its first client's
/// connection, so nobody else may connect
record RunningDelve(int port, boolean shared) {

  /// As the container's command says; else as Skaffold's annotation does.
  static Optional<RunningDelve> of(TargetContainer target) {
    return ofCommand(target.spec()).or(() -> ofSkaffold(target));
  }

  private static Optional<RunningDelve> ofCommand(Document container) {
    List<String> words =
        Stream.of("command", "args")
            .flatMap(each -> container.at(each).texts().stream())
            .flatMap(each -> Arrays.stream(each.strip().split("\\s+")))
            .toList();
    List<String> delve = new ArrayList<>();
    for (String each : words) {
      boolean name = each.equals("dlv") || each.endsWith("/dlv");
      if (!delve.isEmpty() && each.equals("--")) {
        break; // what follows are the program's own
      }
      if (name || !delve.isEmpty()) {
        delve.add(each);
      }
    }
    return delve.contains("--headless") || delve.contains("--headless=true")
        ? listen(delve).flatMap(RunningDelve::port).map(port -> new RunningDelve(port, many(delve)))
        : Optional.empty();
  }

  private static boolean many(List<String> words) {
    return words.contains("--accept-multiclient") || words.contains("--accept-multiclient=true");
  }

  private static Optional<String> listen(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String each = words.get(i);
      if (each.startsWith("--listen=") || each.startsWith("-l=")) {
        return Optional.of(each.substring(each.indexOf('=') + 1));
      }
      if ((each.equals("--listen") || each.equals("-l")) && i + 1 < words.size()) {
        return Optional.of(words.get(i + 1));
      }
    }
    return Optional.empty();
  }

  private static Optional<Integer> port(String address) {
    String digits = address.substring(address.lastIndexOf(':') + 1);
    return digits.matches("[1-9][0-9]{0,4}") && Integer.parseInt(digits) <= 65_535
        ? Optional.of(Integer.parseInt(digits))
        : Optional.empty();
  }

  /// `skaffold debug` starts Delve with `--accept-multiclient`.
  private static Optional<RunningDelve> ofSkaffold(TargetContainer target) {
    String text = target.pod().annotations().getOrDefault("debug.cloud.google.com/config", "");
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Documents.json(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), "annotation")
              .at(target.name(), "ports", "dlv")
              .integer()
              .flatMap(port -> port(String.valueOf(port)))
              .map(port -> new RunningDelve(port, true));
    } catch (MooringException e) {
      return Optional.empty();
    }
  }
}
