package dev.mooring.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.Cluster;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ContainerLogTest {
  @Test
  void coloursAreLeftOutAndALineIsBounded() throws InterruptedException {
    assertEquals(
        List.of("INFO\tstarted", "x".repeat(4_000) + "..."),
        shown("\u001b[32mINFO\u001b[0m\tstarted", "x".repeat(5_000)));
  }

  @Test
  void aProgramCannotWriteWhatTheUsersTerminalWouldObey() throws InterruptedException {
    assertEquals(
        List.of("a", "b", "c", "d?2J", "e?", "f?g"),
        shown(
            "\u001b]0;another title\u0007a",
            "\u001b]52;c;cm0gLXJmIH4K\u001b\\b",
            "\u001b[2J\u001b[Hc",
            "d\u009b2J",
            "e\u001b",
            "f\u202eg"));
  }

  @SuppressWarnings("unchecked")
  private static List<String> shown(String... lines) throws InterruptedException {
    Cluster cluster =
        (Cluster)
            Proxy.newProxyInstance(
                Cluster.class.getClassLoader(),
                new Class<?>[] {Cluster.class},
                (proxy, method, given) -> {
                  List.of(lines).forEach((Consumer<String>) given[4]);
                  return null;
                });
    List<String> shown = new ArrayList<>();
    ContainerLog.follow(cluster, new PodContainer("ux", "hello-1", "app"), 7, shown::add);
    return shown;
  }
}
