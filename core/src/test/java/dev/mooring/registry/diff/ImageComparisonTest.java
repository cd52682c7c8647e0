package dev.mooring.registry.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.layer.IndexedLayers;
import dev.mooring.registry.tree.ChosenImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageComparisonTest {
  private static final Question STRICT = new Question(Question.Mode.STRICT, Question.ALL, 1 << 20);

  private final MadeImages images = new MadeImages();
  @TempDir Path indexes;
  private ImageComparison comparison;
  private List<Path> before = List.of();

  @BeforeEach
  void start() throws IOException {
    comparison = new ImageComparison(new IndexedLayers(indexes));
    before = temporary();
  }

  @AfterEach
  void nothingStaysBehind() throws IOException {
    List<Path> left = new ArrayList<>(temporary());
    left.removeAll(before);
    assertEquals(List.of(), left);
  }

  private static List<Path> temporary() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(each -> each.toString().endsWith(".layer")).toList();
    }
  }

  @Test
  void theSameImageIsIdenticalAndNothingOfItIsRead() throws Exception {
    ComparedImage image = images.image(Map.of(), base(1), new MadeLayer().file("a", "a").gzip());
    ImageDifference difference = compare(image, image, Question.semantic());
    assertEquals(ImageDifference.Verdict.IDENTICAL, difference.verdict());
    assertEquals(0, images.readInAll());
  }

  @Test
  void aProgramThatLostItsCapabilityDiffers() throws Exception {
    byte[] with =
        new MadeLayer().attribute("security.capability", "\1net").file("bin/ping", "ping").gzip();
    byte[] without = new MadeLayer().file("bin/ping", "ping").gzip();

    ImageDifference difference =
        compare(
            images.image(Map.of(), base(1), with),
            images.image(Map.of(), base(1), without),
            Question.semantic());

    assertEquals(ImageDifference.Verdict.DIFFERENT, difference.verdict());
    FileChange change = difference.files().getFirst();
    assertEquals(Set.of(FileChange.Aspect.ATTRIBUTES), change.aspects());
    assertEquals(
        Map.of("security.capability", "016e6574"),
        change.from().orElseThrow().attributes().values());
  }

  @Test
  void labelsThatTheNodeSetsAnewAreNoDifferenceThatMatters() throws Exception {
    ComparedImage one =
        images.image(
            Map.of(), new MadeLayer().attribute("security.selinux", "a_t").file("f", "x").gzip());
    ComparedImage two =
        images.image(
            Map.of(), new MadeLayer().attribute("security.selinux", "b_t").file("f", "x").gzip());

    assertEquals(
        ImageDifference.Verdict.EQUIVALENT, compare(one, two, Question.semantic()).verdict());
    assertEquals(ImageDifference.Verdict.DIFFERENT, compare(one, two, STRICT).verdict());
  }

  @Test
  void aRebuildOfUnchangedSourcesHasNoDifferenceThatMatters() throws Exception {
    byte[] first =
        new MadeLayer()
            .at(1_700_000_000)
            .directory("app")
            .file("app/main.py", "print(1)\n")
            .file("app/data", "data")
            .hardLink("app/same", "app/data")
            .file("var/log/build.log", "at 10:00")
            .file("etc/ld.so.cache", "x")
            .link("app/latest", "main.py")
            .gzip();
    byte[] second =
        new MadeLayer()
            .at(1_700_009_999)
            .link("app/latest", "main.py")
            .file("app/same", "data")
            .file("var/log/build.log", "at 11:00, again")
            .file("etc/ld.so.cache", "y")
            .hardLink("app/data", "app/same")
            .file("app/main.py", "print(1)\n")
            .directory("app")
            .gzip();
    ComparedImage one = images.image(config("2026-01-01T10:00:00Z", "RUN make"), base(1), first);
    ComparedImage two = images.image(config("2026-01-02T10:00:00Z", "RUN  make"), base(1), second);

    ImageDifference semantic = compare(one, two, Question.semantic());
    assertEquals(ImageDifference.Verdict.EQUIVALENT, semantic.verdict(), semantic::toString);
    assertEquals(2, semantic.ignored());
    assertEquals(0, images.readOf(base(1)));

    ImageDifference strict = compare(one, two, STRICT);
    assertEquals(ImageDifference.Verdict.DIFFERENT, strict.verdict());
    List<String> fields = strict.fields().stream().map(FieldChange::name).toList();
    assertTrue(
        fields.containsAll(List.of("digest", "created", "history 1", "layer 2")), fields::toString);
    assertTrue(fields.contains("layer 2 order"), fields::toString);
    assertEquals("CHANGED app/main.py [TIME]", words(find(strict, "app/main.py")));
    assertEquals(
        "CHANGED var/log/build.log [CONTENT, TIME]", words(find(strict, "var/log/build.log")));
  }

  @Test
  void layerBoundariesAreNoDifferenceThatMatters() throws Exception {
    byte[] together = new MadeLayer().file("a", "a").file("b", "b").gzip();
    byte[] one = new MadeLayer().file("a", "a").file("b", "old").file("c", "c").gzip();
    byte[] other = new MadeLayer().file("b", "b").file(".wh.c", "").gzip();
    ImageDifference difference =
        compare(
            images.image(Map.of(), together),
            images.image(Map.of(), one, other),
            Question.semantic());
    assertEquals(ImageDifference.Verdict.EQUIVALENT, difference.verdict(), difference::toString);
  }

  @Test
  void filesAreComparedBySizeModeOwnerLinkAndContent() throws Exception {
    byte[] first =
        new MadeLayer()
            .file("added-not", "x")
            .file("content", "one")
            .file("longer", "one")
            .file("mode", "m")
            .file("owner", "o")
            .link("link", "a")
            .file("kind", "k")
            .file("removed", "r")
            .directory("gone")
            .file("gone/inside", "i")
            .gzip();
    byte[] second =
        new MadeLayer()
            .file("added", "a")
            .file("added-not", "x")
            .file("content", "two")
            .file("longer", "one and more")
            .link("link", "b")
            .link("kind", "k")
            .mode(0755)
            .file("mode", "m")
            .mode(0644)
            .owner(7)
            .file("owner", "o")
            .gzip();
    ImageDifference difference =
        compare(images.image(Map.of(), first), images.image(Map.of(), second), Question.semantic());
    assertEquals(
        List.of(
            "ADDED added []",
            "CHANGED content [CONTENT]",
            "REMOVED gone []",
            "REMOVED gone/inside []",
            "CHANGED kind [KIND]",
            "CHANGED link [LINK]",
            "CHANGED longer [CONTENT]",
            "CHANGED mode [MODE]",
            "CHANGED owner [OWNER]",
            "REMOVED removed []"),
        difference.files().stream().map(ImageComparisonTest::words).toList());
    assertEquals(List.of("@@ -1,1 +1,1 @@", "-one", "+two"), find(difference, "content").lines());
  }

  @Test
  void onlyLayersOfOneImageAreReadAndEachOnce() throws Exception {
    byte[] first = base(2);
    byte[] second = base(3);
    byte[] large = base(1);
    ImageDifference difference =
        compare(
            images.image(Map.of(), large, first),
            images.image(Map.of(), large, second),
            Question.semantic());
    assertEquals(
        List.of("CHANGED base [CONTENT]"),
        difference.files().stream().map(ImageComparisonTest::words).toList());
    assertEquals(0, images.readOf(large));
    assertEquals(first.length, images.readOf(first));
    assertEquals(second.length, images.readOf(second));
    assertEquals(1, difference.shared().size());
  }

  @Test
  void whatOnlyOneImageWritesIsSaidWithoutReadingLargeLayersThatBothHave() throws Exception {
    byte[] top = new MadeLayer().directory("etc").file("etc/new", "n").file(".wh.base", "").gzip();
    byte[] large = base(1);
    ComparedImage one = images.image(Map.of(), large);
    ComparedImage two = images.image(Map.of(), large, top);
    Question little = new Question(Question.Mode.SEMANTIC, Question.ALL, 1000);
    ImageDifference difference = compare(one, two, little);
    assertEquals(
        List.of("REMOVED base []", "WRITTEN_BY_SECOND etc/new []"),
        difference.files().stream().map(ImageComparisonTest::words).toList());
    assertEquals(0, images.readOf(large));
    assertEquals(large.length, difference.unread());

    ImageDifference whole =
        compare(one, two, new Question(Question.Mode.SEMANTIC, Question.ALL, Long.MAX_VALUE));
    assertEquals(
        List.of("REMOVED base []", "ADDED etc []", "ADDED etc/new []"),
        whole.files().stream().map(ImageComparisonTest::words).toList());
    assertEquals(0, whole.unread());
  }

  @Test
  void aWhiteoutOfADirectoryHidesAllThatALayerBelowMayHaveThere() throws Exception {
    byte[] large = base(1);
    byte[] first = new MadeLayer().file("opt/app/data", "old").gzip();
    byte[] second = new MadeLayer().file(".wh.opt", "").gzip();
    Question little = new Question(Question.Mode.SEMANTIC, Question.ALL, 1000);
    ImageDifference difference =
        compare(
            images.image(Map.of(), large, first), images.image(Map.of(), large, second), little);
    assertEquals(
        List.of("REMOVED opt []", "REMOVED opt/app/data []"),
        difference.files().stream().map(ImageComparisonTest::words).toList());
  }

  @Test
  void anOpaqueDirectoryIsSaidOnce() throws Exception {
    byte[] large = base(1);
    byte[] second =
        new MadeLayer().directory("opt").file("opt/.wh..wh..opq", "").file("opt/new", "n").gzip();
    byte[] first = new MadeLayer().file("opt/new", "n").gzip();
    Question little = new Question(Question.Mode.SEMANTIC, Question.ALL, 1000);
    ImageDifference difference =
        compare(
            images.image(Map.of(), large, first), images.image(Map.of(), large, second), little);
    assertEquals(
        List.of("REMOVED opt/* []"),
        difference.files().stream().map(ImageComparisonTest::words).toList());
  }

  @Test
  void smallLayersThatBothHaveAreReadWhereTheyTell() throws Exception {
    byte[] small = new MadeLayer().file("etc/motd", "hello").file("etc/old", "o").gzip();
    byte[] top = new MadeLayer().file("etc/motd", "hello").file("etc/new", "n").gzip();
    ImageDifference difference =
        compare(
            images.image(Map.of(), small), images.image(Map.of(), small, top), Question.semantic());
    assertEquals(
        List.of("ADDED etc/new []"),
        difference.files().stream().map(ImageComparisonTest::words).toList());
  }

  @Test
  void packagesComeFromTheFilesThatDiffer() throws Exception {
    byte[] first =
        new MadeLayer()
            .file("lib/apk/db/installed", "P:musl\nV:1.2.4-r0\n\nP:curl\nV:8.1-r0\n\nP:zlib\nV:1\n")
            .file("usr/lib/os-release", "ID=alpine\nPRETTY_NAME=\"Alpine Linux v3.19\"\n")
            .gzip();
    byte[] second =
        new MadeLayer()
            .file("lib/apk/db/installed", "P:musl\nV:1.2.5-r0\n\nP:jq\nV:1.7-r0\n\nP:zlib\nV:1\n")
            .file("usr/lib/os-release", "ID=alpine\nPRETTY_NAME=\"Alpine Linux v3.20\"\n")
            .gzip();
    ImageDifference difference =
        compare(
            images.image(Map.of(), first),
            images.image(Map.of(), second),
            new Question(Question.Mode.SEMANTIC, Set.of(Question.Part.PACKAGES), 0));
    assertEquals(
        List.of("curl 8.1-r0 -> ", "jq  -> 1.7-r0", "musl 1.2.4-r0 -> 1.2.5-r0"),
        difference.packages().stream()
            .map(each -> each.name() + " " + each.from() + " -> " + each.to())
            .toList());
    assertEquals(
        List.of(
            new FieldChange(
                FieldChange.Part.SYSTEM, "os-release", "Alpine Linux v3.19", "Alpine Linux v3.20")),
        difference.fields());
    assertEquals(List.of(), difference.files());
  }

  @Test
  void packagesAreReadFromTheLayerOfTheirImage() throws Exception {
    byte[] first = new MadeLayer().file("lib/apk/db/installed", "P:musl\nV:1.2.4-r0\n").gzip();
    byte[] second = new MadeLayer().file("lib/apk/db/installed", "P:musl\nV:1.2.5-r0\n").gzip();
    ImageDifference difference =
        compare(images.image(Map.of(), first), images.image(Map.of(), second), Question.semantic());
    assertEquals(1, difference.packages().size());
    assertEquals(first.length, images.readOf(first));
    assertEquals(second.length, images.readOf(second));
  }

  @Test
  void theListThatPackagesComeFromIsNotToldLineByLineAgainUnlessEverythingIsAskedFor()
      throws Exception {
    byte[] first = new MadeLayer().file("lib/apk/db/installed", "P:musl\nV:1.2.4-r0\n").gzip();
    byte[] second = new MadeLayer().file("lib/apk/db/installed", "P:musl\nV:1.2.5-r0\n").gzip();
    ComparedImage from = images.image(Map.of(), first);
    ComparedImage to = images.image(Map.of(), second);
    FileChange list = compare(from, to, Question.semantic()).files().getFirst();
    assertEquals("lib/apk/db/installed", list.path());
    assertEquals(List.of(), list.lines());
    assertEquals(
        List.of("@@ -1,2 +1,2 @@", " P:musl", "-V:1.2.4-r0", "+V:1.2.5-r0"),
        compare(from, to, new Question(Question.Mode.STRICT, Question.ALL, 0))
            .files()
            .getFirst()
            .lines());
  }

  @Test
  void whatALayerOnTopHidesInBothIsNoDifferenceWhereTheBaseIsExchanged() throws Exception {
    byte[] first = new MadeLayer().file("etc/motd", "one").file("etc/os", "1").gzip();
    byte[] second = new MadeLayer().file("etc/motd", "two").file("etc/os", "2").gzip();
    byte[] top = new MadeLayer().file("etc/motd", "ours").gzip();
    ImageDifference difference =
        compare(
            images.image(Map.of(), first, top),
            images.image(Map.of(), second, top),
            Question.semantic());
    assertEquals(
        List.of("CHANGED etc/os [CONTENT]"),
        difference.files().stream().map(ImageComparisonTest::words).toList());
  }

  @Test
  void linesOfATextAreToldAlsoWhereTheBaseWasListedBefore() throws Exception {
    byte[] base = new MadeLayer().file("etc/motd", "one").gzip();
    byte[] top = new MadeLayer().file("etc/motd", "two").gzip();
    ComparedImage one = images.image(Map.of(), base);
    ComparedImage two = images.image(Map.of(), base, top);
    List<String> lines = List.of("@@ -1,1 +1,1 @@", "-one", "+two");
    assertEquals(lines, compare(one, two, Question.semantic()).files().getFirst().lines());
    assertEquals(lines, compare(one, two, Question.semantic()).files().getFirst().lines());
  }

  @Test
  void aSecondComparisonReadsNoLayer() throws Exception {
    ComparedImage one = images.image(Map.of(), base(2));
    ComparedImage two = images.image(Map.of(), base(3));
    compare(one, two, Question.semantic());
    images.forgetWhatWasRead();
    assertEquals(1, compare(one, two, Question.semantic()).files().size());
    assertEquals(0, images.readInAll());
  }

  @Test
  void packagesThatWouldNeedALargeSharedLayerAreSaidToBeUnknown() throws Exception {
    byte[] large = base(1);
    byte[] top = new MadeLayer().file("lib/apk/db/installed", "P:jq\nV:1\n").gzip();
    ImageDifference difference =
        compare(
            images.image(Map.of(), large),
            images.image(Map.of(), large, top),
            new Question(Question.Mode.SEMANTIC, Set.of(Question.Part.PACKAGES), 1000));
    assertEquals(ImageDifference.Verdict.UNKNOWN, difference.verdict());
    assertEquals(
        List.of(
            "The packages in 1 file can't be compared: the other image has it from shared layers"
                + " that weren't read."),
        difference.notes());
  }

  @Test
  void theConfigurationIsComparedFieldByField() throws Exception {
    byte[] layer = new MadeLayer().file("a", "a").gzip();
    Map<String, Object> first =
        Map.of(
            "os", "linux",
            "architecture", "amd64",
            "config",
                Map.of(
                    "User", "",
                    "Env", List.of("PATH=/bin", "A=1"),
                    "Entrypoint", List.of("/app"),
                    "Labels", Map.of("v", "1", "org.opencontainers.image.created", "2026-01-01"),
                    "ExposedPorts", Map.of("80/tcp", Map.of())));
    Map<String, Object> second =
        Map.of(
            "os", "linux",
            "architecture", "amd64",
            "config",
                Map.of(
                    "Env", List.of("A=2", "PATH=/bin"),
                    "Entrypoint", List.of("/app", "-v"),
                    "Labels", Map.of("v", "1", "org.opencontainers.image.created", "2026-01-02"),
                    "ExposedPorts", Map.of("81/tcp", Map.of())));
    ImageDifference difference =
        compare(images.image(first, layer), images.image(second, layer), Question.semantic());
    assertEquals(
        List.of(
            "Entrypoint [\"/app\"] -> [\"/app\",\"-v\"]",
            "Env.A 1 -> 2",
            "ExposedPorts.80/tcp {} -> ",
            "ExposedPorts.81/tcp  -> {}"),
        difference.fields().stream()
            .map(each -> each.name() + " " + each.from() + " -> " + each.to())
            .toList());
    assertEquals(0, images.readOf(layer));
  }

  @Test
  void anIndexWithAnotherSetOfPlatformsDiffers() throws Exception {
    byte[] layer = new MadeLayer().file("a", "a").gzip();
    Manifest image = images.manifest(Map.of(), Map.of(), layer);
    ComparedImage one = indexed(image, "amd64");
    ComparedImage two = indexed(image, "amd64", "arm64");
    ImageDifference difference = compare(one, two, Question.semantic());
    assertEquals(
        List.of(
            new FieldChange(
                FieldChange.Part.INDEX, "platforms", "linux/amd64", "linux/amd64, linux/arm64")),
        difference.fields());
  }

  private ComparedImage indexed(Manifest image, String... architectures) {
    List<Object> children = new ArrayList<>();
    for (String each : architectures) {
      Map<String, Object> child = new LinkedHashMap<>(image.descriptor().raw().map());
      child.put("platform", Map.of("os", "linux", "architecture", each));
      children.add(child);
    }
    Manifest index =
        images.keep(
            Manifest.of(
                Document.of(
                    Map.of(
                        "schemaVersion",
                        2,
                        "mediaType",
                        MediaTypes.OCI_INDEX,
                        "manifests",
                        children))));
    return new ComparedImage(images, new ChosenImage(index, image, Optional.empty(), List.of()));
  }

  @Test
  void aCancelledComparisonEndsAndLeavesNothing() throws Exception {
    ComparedImage one = images.image(Map.of(), base(2));
    ComparedImage two = images.image(Map.of(), base(3));
    Thread.currentThread().interrupt();
    try {
      compare(one, two, Question.semantic());
      throw new AssertionError("it went on");
    } catch (InterruptedException e) {
      // as it should
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void aConfigurationOfOtherBytesIsRefused() {
    byte[] layer = new MadeLayer().file("a", "a").gzip();
    ComparedImage one = images.image(Map.of("os", "linux"), layer);
    ComparedImage two = images.image(Map.of("os", "plan9"), layer);
    images.change(two.chosen().image().config(), "{}".getBytes(UTF_8));
    MooringException refused =
        assertThrows(MooringException.class, () -> compare(one, two, Question.semantic()));
    assertEquals("its configuration doesn't match its digest", refused.problem().why());
  }

  private ImageDifference compare(ComparedImage from, ComparedImage to, Question question)
      throws InterruptedException {
    return comparison.compare(from, to, question, Progress.none());
  }

  private static FileChange find(ImageDifference difference, String path) {
    return difference.files().stream()
        .filter(each -> each.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static String words(FileChange change) {
    return change.kind() + " " + change.path() + " " + change.aspects().stream().sorted().toList();
  }

  /// A layer that hardly packs.
  private static byte[] base(int seed) {
    byte[] content = new byte[200_000];
    new Random(seed).nextBytes(content);
    return new MadeLayer().file("base", content).gzip();
  }

  private static Map<String, Object> config(String created, String step) {
    return Map.of(
        "created",
        created,
        "os",
        "linux",
        "architecture",
        "amd64",
        "history",
        List.of(Map.of("created", created, "created_by", step)));
  }
}
