package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ManyOutsidersTest {
  private final CannedCluster cluster = new CannedCluster();

  @Test
  void manyPodsAskSideBySideButNotAllAtOnce() throws InterruptedException {
    AtomicInteger asking = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger answered = new AtomicInteger();
    Progress told =
        new Progress() {
          @Override
          public void step(String sentence) {}

          @Override
          public void advance(String part, long done, long total, Unit unit) {
            answered.set(Math.toIntExact(done));
          }
        };
    cluster.born =
        object -> {
          most.accumulateAndGet(asking.incrementAndGet() - answered.get(), Math::max);
          Map<String, Object> ended = Map.of("exitCode", 0, "message", "0 HTTP/1.1 403");
          return new KubeObject(
              object
                  .document()
                  .with(
                      List.of(Map.of("state", Map.of("terminated", ended))),
                      "status",
                      "containerStatuses"));
        };
    List<OutsiderPod> pods = new ArrayList<>();
    Map<String, List<String>> images = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      String node = "node-" + i;
      images.put(node, List.of("proxy"));
      pods.add(
          new OutsiderPod(
              "out-" + i,
              node,
              false,
              List.of(
                  new OutsiderPod.Order(
                      Attempt.ENTRANCE_WRITE, node, "POST", "http://192.0.2.1", "localhost"))));
    }
    List<Outsiders.Told> all =
        new Outsiders(cluster, "mooring-node", Map.of(NodePulls.PROBE, "id"), told)
            .send(pods, images);
    assertEquals(100, all.size());
    assertTrue(
        all.stream().allMatch(each -> each.answer().outcome() == Answer.Outcome.REFUSED),
        all::toString);
    assertEquals(Outsiders.AT_ONCE, most.get());
  }
}
