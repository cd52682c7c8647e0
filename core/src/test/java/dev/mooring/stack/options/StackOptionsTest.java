package dev.mooring.stack.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.mesh.RegistryLocation;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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
            .withNodeSources(List.of("10.244.0.0/16", "2001:db8::/32"))
            .withImageRegistry("r.corp.example/mirror")
            .withClusterDomain("corp.example")
            .withAdditions(
                Additions.NONE
                    .withEgress(List.of("registry-1.docker.io"))
                    .withPullThrough("https://registry-1.docker.io")
                    .withArchives("10Gi"));
    assertEquals(
        DEFAULTS,
        StackOptions.parse(others.withAdditions(Additions.NONE).yaml(), others)
            .withNodePort(DEFAULTS.nodePort())
            .withEntrance(DEFAULTS.entrance())
            .withStorageClass("")
            .withNodeSources(List.of())
            .withImageRegistry("")
            .withClusterDomain(""));
    assertEquals(others, StackOptions.parse(others.yaml(), DEFAULTS));
  }

  @Test
  void whatAnOlderMooringDidNotWriteIsTakenFromElsewhere() {
    assertEquals(DEFAULTS.withNodePort(5003), StackOptions.parse("nodePort: 5003", DEFAULTS));
  }

  @Test
  void aRecordThatNamesNoProtectionIsOfAMesh() {
    StackOptions otherwise = DEFAULTS.withProtection(Protection.TOKENS);
    assertEquals(Protection.MESH, StackOptions.parse("nodePort: 5003", otherwise).protection());
    assertEquals(otherwise, StackOptions.parse(otherwise.yaml(), DEFAULTS));
    assertThrows(MooringException.class, () -> Protection.parse("none"));
  }

  @Test
  void noRegistryTakesTheTokensOfAnother() {
    assertEquals("mooring-registry", DEFAULTS.audience());
    assertEquals("mooring-registry.team-a", DEFAULTS.named("team-a").audience());
  }

  @Test
  void onlyWhatWasChangedComesOverTheRecordedOptions() {
    StackOptions recorded = DEFAULTS.withNodePort(5001).withEntrance(EntranceMode.NODE);
    StackOptions chosen = DEFAULTS.withStorageClass("fast").withEntrance(EntranceMode.SERVICE);
    assertEquals(
        DEFAULTS.withNodePort(5001).withStorageClass("fast").withEntrance(EntranceMode.SERVICE),
        recorded.withChanges(DEFAULTS, chosen));
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io/library/registry:3.1.2, r.corp.example/library/registry:3.1.2",
    "registry:3, r.corp.example/library/registry:3",
    "docker.io/registry:3, r.corp.example/library/registry:3",
    "ana/app, r.corp.example/ana/app",
    "quay.io/ana/app@sha256:00, r.corp.example/ana/app@sha256:00",
    "localhost:5001/app:1, r.corp.example/app:1",
    "r.corp.example/app:1, r.corp.example/app:1"
  })
  void imagesComeFromTheRegistryThatHasCopies(String image, String copy) {
    assertEquals(copy, DEFAULTS.withImageRegistry("r.corp.example").pulled(image));
    assertEquals(image, DEFAULTS.pulled(image));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"corp", "https://r.corp", "r.corp/", "r.corp:x", "r.corp/A b", "r.corp/../x", "."})
  void imageRegistriesThatAreNoneAreRefused(String host) {
    assertThrows(MooringException.class, () -> DEFAULTS.withImageRegistry(host));
  }

  @Test
  void anImageRegistryMayHaveAPortAndAPath() {
    assertEquals(
        "harbor.corp:8443/mirror/hub/library/registry:3.1.2",
        DEFAULTS.withImageRegistry("harbor.corp:8443/mirror/hub").image());
    assertEquals(
        "localhost:5001/library/registry:3.1.2",
        DEFAULTS.withImageRegistry("localhost:5001").image());
  }

  @Test
  void theRegistryIsFoundWhereTheOptionsPutItsEntrance() {
    assertEquals(
        "doors",
        ((RegistryLocation) DEFAULTS.withEntranceNamespace("doors").location())
            .entranceNamespace());
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

  static Stream<UnaryOperator<StackOptions>> unusable() {
    return Stream.of(
        o -> o.withNamespace("a".repeat(64)),
        o -> o.withNodeNamespace("A"),
        o -> o.withNodeNamespace("kube-registry"),
        o -> o.withEntranceNamespace("a.b"),
        o -> o.withAccount(""),
        o -> o.withRegistryImage(""),
        o -> o.withRegistryImage("registry 3"),
        o -> o.withRegistryImage("registry\u00e9:3"),
        o -> o.withRegistryImage("a/".repeat(256) + "b"),
        o -> o.withStorageSize("30"),
        o -> o.withStorageSize("0Gi"),
        o -> o.withStorageSize("1234567890Gi"),
        o -> o.withStorageClass("Fast"),
        o -> o.withStorageClass("a".repeat(201)),
        o -> o.withNodePort(0),
        o -> o.withNodePort(65_536),
        o -> o.withNodeSources(Collections.nCopies(101, "10.0.0.0/8")));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void whatCannotBeUsedIsRefusedBeforeItIsInAnyObject(UnaryOperator<StackOptions> change) {
    assertEquals(
        Code.INVALID_NAME,
        assertThrows(MooringException.class, () -> change.apply(DEFAULTS)).problem().code());
  }

  static Stream<UnaryOperator<StackOptions>> usable() {
    return Stream.of(
        o -> o.withNamespace("a".repeat(63)),
        o -> o.withRegistryImage("registry.example:5443/library/registry@sha256:" + "1".repeat(64)),
        o -> o.withStorageSize("123456789Ti"),
        o -> o.withStorageClass("a".repeat(200)),
        o -> o.withStorageClass("fast.ssd"),
        o -> o.withNodePort(1),
        o -> o.withNodePort(65_535),
        o -> o.withNodeSources(Collections.nCopies(100, "10.0.0.0/8")));
  }

  @ParameterizedTest
  @MethodSource("usable")
  void whatCanBeUsedIsTakenAsItIs(UnaryOperator<StackOptions> change) {
    StackOptions changed = change.apply(DEFAULTS);
    assertNotEquals(DEFAULTS, changed);
    assertEquals(changed, StackOptions.parse(changed.yaml(), DEFAULTS));
  }

  @Test
  void aRefusalShowsWhatWasWrittenButNeverAllOfALongText() {
    Problem empty = assertThrows(MooringException.class, () -> DEFAULTS.withAccount("")).problem();
    assertEquals("Invalid account: (empty)", empty.what());
    Problem eighty =
        assertThrows(MooringException.class, () -> DEFAULTS.withAccount("A".repeat(80))).problem();
    assertEquals("Invalid account: " + "A".repeat(80), eighty.what());
    Problem longer =
        assertThrows(MooringException.class, () -> DEFAULTS.withAccount("A".repeat(81))).problem();
    assertEquals("Invalid account: " + "A".repeat(80) + "...", longer.what());
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "ana", "ana/*", "ana/app", "a_b/c__d/e-f.g", "blobs-of-ana/x"})
  void prefixesOfRepositoriesAreTaken(String prefix) {
    Names.repositories(prefix);
  }

  @Test
  void aRepositoryIsNoLongerThanRegistriesTakeIt() {
    Names.repositories("a".repeat(255));
    assertThrows(MooringException.class, () -> Names.repositories("a".repeat(256)));
  }
}
