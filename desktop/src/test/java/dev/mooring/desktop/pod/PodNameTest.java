package dev.mooring.desktop.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Names of pods, in the parts that their owners made them of.
final class PodNameTest {
  @Test
  void aDeploymentsPodHasAHashWhoseMiddleIsLeftOut() {
    assertEquals(
        new PodName("hello", "58976c8d9f", "wv49n"), PodName.parse("hello-58976c8d9f-wv49n"));
    assertEquals("hello-58...9f-wv49n", PodName.parse("hello-58976c8d9f-wv49n").words());
    assertEquals("web-service", PodName.parse("web-service-7d4b9c6f8-x2b4c").workload());
  }

  @Test
  void podsOfOthersAreWhole() {
    assertEquals(new PodName("db", "", "0"), PodName.parse("db-0"));
    assertEquals(new PodName("node-agent", "", "x2b4c"), PodName.parse("node-agent-x2b4c"));
    for (String each : new String[] {"db-0", "node-agent-x2b4c", "pair", "my-service"}) {
      assertEquals(each, PodName.parse(each).words());
    }
  }

  @Test
  void aPodIsOfTheWorkloadThatMadeItAndOfNoOtherWhoseNameItBeginsWith() {
    assertTrue(PodName.isOf("hello-58976c8d9f-wv49n", "hello"));
    assertTrue(PodName.isOf("hello-world-58976c8d9f-wv49n", "hello-world"));
    assertFalse(PodName.isOf("hello-world-58976c8d9f-wv49n", "hello"));
    assertFalse(PodName.isOf("hello-world-0", "hello"));
    assertTrue(PodName.isOf("hello-7d9f", "hello"));
  }
}
