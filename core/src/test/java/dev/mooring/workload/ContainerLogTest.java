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
