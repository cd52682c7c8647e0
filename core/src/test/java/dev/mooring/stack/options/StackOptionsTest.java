package dev.mooring.stack.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.problem.MooringException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StackOptionsTest {
  private static final StackOptions DEFAULTS = StackOptions.defaults();

  @Test
  void whatIsWrittenIsReadBack() {
    StackOptions others =
        DEFAULTS
            .withNodePort(5001)
            .withEntrance(EntranceMode.NODE)
            .withStorageClass("fast")
            .withNodeSources(List.of("10.244.0.0/16", "2001:db8::/32"));
    assertEquals(others, StackOptions.parse(others.yaml(), DEFAULTS));
  }

  @Test
  void whatAnOlderMooringDidNotWriteIsTakenFromElsewhere() {
    assertEquals(DEFAULTS.withNodePort(5003), StackOptions.parse("nodePort: 5003", DEFAULTS));
  }

  @Test
  void onlyWhatWasChangedComesOverTheRecordedOptions() {
    StackOptions recorded = DEFAULTS.withNodePort(5001).withEntrance(EntranceMode.NODE);
    StackOptions chosen = DEFAULTS.withStorageClass("fast").withEntrance(EntranceMode.SERVICE);
    assertEquals(
        DEFAULTS.withNodePort(5001).withStorageClass("fast").withEntrance(EntranceMode.SERVICE),
        recorded.withChanges(DEFAULTS, chosen));
  }

  @Test
  void theRegistryIsFoundWhereTheOptionsPutItsEntrance() {
    assertEquals("doors", DEFAULTS.withEntranceNamespace("doors").location().entranceNamespace());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Ana", "a/b", "a b", "-a", "../x", "a\nb"})
  void namespacesThatAreNoneAreRefused(String namespace) {
    assertThrows(MooringException.class, () -> DEFAULTS.withNamespace(namespace));
  }

  @Test
  void theLaptopsEntranceHasANamespaceOfItsOwn() {
    assertThrows(MooringException.class, () -> DEFAULTS.withEntranceNamespace("kube-registry"));
    assertThrows(MooringException.class, () -> DEFAULTS.withEntranceNamespace("mooring-node"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.1", "10.0.0.0/", "x/8", "10.0.0.0/8, ::/0"})
  void sourcesThatAreNoRangesAreRefused(String source) {
    assertThrows(MooringException.class, () -> DEFAULTS.withNodeSources(List.of(source)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/ana",
        "ana/",
        "ana/../bob",
        "ana*",
        "*/ana",
        "Ana/*",
        "a//b",
        "**",
        "a/blobs/*",
        "manifests/x",
        "a/uploads",
        "ana/tags",
        "a/referrers/*"
      })
  void prefixesThatWouldOpenMoreAreRefused(String prefix) {
    assertThrows(MooringException.class, () -> Names.repositories(prefix));
  }
}
