package dev.mooring.cluster.fabric8;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where requests go, and how they are named to the user.
final class CallTest {

  @ParameterizedTest
  @CsvSource({
    "get, Can't read Pod dev/web",
    "list, Can't list Pod dev/web",
    "watch, Can't watch Pod dev/web",
    "delete, Can't delete Pod dev/web",
    "create, Can't create Pod dev/web",
    "patch, Can't change Pod dev/web",
  })
  void aFailureNamesWhatWasNotDone(String verb, String what) {
    assertEquals(what, Call.of(verb, Kind.POD, "dev", "web").what());
  }

  @Test
  void manyObjectsAndPartsAreNamedToo() {
    assertEquals("Can't list pods in dev", Call.of("list", Kind.POD, "dev", "").what());
    assertEquals("Can't list pods in all namespaces", Call.of("list", Kind.POD, null, "").what());
    assertEquals("Can't read Node n1", Call.of("get", Kind.NODE, "dev", "n1").what());
    assertEquals(
        "Can't read log of Pod dev/web", Call.of("get", Kind.POD, "dev", "web").sub("log").what());
    assertEquals("Can't reach the cluster lab", Call.server("lab").what());
  }

  @Test
  void thePathHoldsGroupNamespaceNameAndPart() {
    assertEquals("/api/v1/pods", Call.of("list", Kind.POD, null, "").path());
    assertEquals("/api/v1/nodes/n1", Call.of("get", Kind.NODE, "dev", "n1").path());
    assertEquals(
        "/apis/apps/v1/namespaces/dev/deployments/web/scale",
        Call.of("get", Kind.DEPLOYMENT, "dev", "web").sub("scale").path());
    assertEquals(
        "/api/v1/namespaces/dev/pods/a%2F..%2Fb%20c",
        Call.of("get", Kind.POD, "dev", "a/../b c").path());
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ".."})
  void aNameThatLeadsElsewhereIsNone(String name) {
    assertThrows(
        IllegalArgumentException.class, () -> Call.of("get", Kind.POD, "dev", name).path());
    assertThrows(
        IllegalArgumentException.class, () -> Call.of("get", Kind.POD, name, "web").path());
  }

  @Test
  void theRightItNeedsIsThatOfItsPart() {
    assertEquals(
        new AccessRequest("get", "", "pods/log", "dev", ""),
        Call.of("get", Kind.POD, "dev", "web").sub("log").right());
    assertEquals(
        new AccessRequest("list", "apps", "deployments", "", ""),
        Call.of("list", Kind.DEPLOYMENT, null, "").right());
  }
}
