package dev.mooring.mesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Observed;
import dev.mooring.tunnel.ByteStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class WarmLaneTest {
  /// To one address, behind which the registry's pods change.
  private static final class ToAddress extends WarmLane<String> {
    final List<FakeLane.Said> opened = new CopyOnWriteArrayList<>();

    ToAddress() {
      super(
          (place, below, staying) ->
              new Upstream<>(
                  below.dial(),
                  place,
                  System.nanoTime(),
                  e -> {
                    throw new IllegalStateException(e);
                  },
                  () -> true,
                  staying));
    }

    @Override
    Upstream<String> reach() throws InterruptedException {
      return open("192.0.2.7");
    }

    @Override
    boolean leadsTo(String place) {
      return true;
    }

    @Override
    ByteStream raw(String place) {
      FakeLane.Said stream = new FakeLane.Said("");
      opened.add(stream);
      return stream;
    }

    @Override
    public String name() {
      return "address";
    }

    @Override
    public String route() {
      return "by address";
    }

    @Override
    public int rank() {
      return 1;
    }

    @Override
    public Observed<Standing> standing() {
      return new Observed<>(new Standing.Reachable());
    }

    @Override
    public void look() {}
  }

  private final ToAddress lane = new ToAddress();

  @Test
  void whatWasOpenedBeforeThePodWasReplacedTakesNoMoreRequests() throws Exception {
    ByteStream used = lane.dial();
    await().atMost(Duration.ofSeconds(10)).until(() -> lane.opened.size() == 5);
    assertTrue(Upstream.stays(used));
    List<FakeLane.Said> before = List.copyOf(lane.opened);

    lane.replaced();
    assertFalse(Upstream.stays(used));
    ByteStream next = lane.dial();
    assertTrue(Upstream.stays(next));
    assertTrue(lane.opened.size() > before.size(), "a spare from before was taken");
    // The one in use ends by itself, with its answer.
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> before.stream().skip(1).allMatch(each -> each.closed));
    assertFalse(before.getFirst().closed);
    lane.close();
  }
}
