package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// Every object of a cluster, whatever its kind: what discovery names and can list. Events and
/// leases come and go by themselves.
final class AllObjects {
  private static final Set<String> RESTLESS =
      Set.of("events", "events.events.k8s.io", "leases.coordination.k8s.io", "componentstatuses");

  /// A volume goes after its claim.
  private static final Duration GOES = Duration.ofMinutes(1);

  private AllObjects() {}

  static Set<String> names(Context context) throws IOException, InterruptedException {
    String kinds =
        kubectl(context, "api-resources", "--verbs=list", "-o", "name")
            .lines()
            .filter(each -> !RESTLESS.contains(each))
            .collect(Collectors.joining(","));
    String path = "{range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name}{\"\\n\"}{end}";
    return kubectl(context, "get", kinds, "--all-namespaces", "-o", "jsonpath=" + path)
        .lines()
        .filter(each -> !each.isBlank())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Waits until nothing is there that was not there before, and all that was.
  static void await(Context context, Set<String> before) {
    Set<String> now = new TreeSet<>();
    try {
      Awaitility.await()
          .atMost(GOES)
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                now.clear();
                return now.addAll(names(context)) && now.equals(before);
              });
    } catch (ConditionTimeoutException e) {
      // What differs is said below.
    }
    List<String> more = new ArrayList<>(now);
    more.removeAll(before);
    List<String> less = new ArrayList<>(before);
    less.removeAll(now);
    assertEquals(List.of(), more, "left behind");
    assertEquals(List.of(), less, "taken along");
  }

  private static String kubectl(Context context, String... words)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of("kubectl", "--context", context.name()), Stream.of(words))
                    .toList())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> "kubectl " + String.join(" ", words));
    return out;
  }
}
