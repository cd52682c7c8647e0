package dev.mooring.registry.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.Platform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlatformChoiceTest {
  private final KeptSource source = new KeptSource();
  private final ManifestReader reader = new ManifestReader(source);

  private static byte[] image(String name) {
    return Archives.json(
        Map.of("schemaVersion", 2, "layers", List.of(), "annotations", Map.of("name", name)));
  }

  private Manifest index(String... platforms) {
    List<Object> children = new ArrayList<>();
    for (String each : platforms) {
      String[] parts = each.split("/", -1);
      Map<String, Object> platform = new LinkedHashMap<>();
      platform.put("os", parts[0]);
      platform.put("architecture", parts[1]);
      if (parts.length > 2) {
        platform.put("variant", parts[2]);
      }
      byte[] bytes = image(each);
      source.add(MediaTypes.OCI_MANIFEST, bytes);
      Map<String, Object> child = Archives.descriptor(MediaTypes.OCI_MANIFEST, bytes);
      child.put("platform", platform);
      children.add(child);
    }
    return source.add(
        MediaTypes.OCI_INDEX, Archives.json(Map.of("schemaVersion", 2, "manifests", children)));
  }

  private Digest chosen(Manifest named, String platform) throws InterruptedException {
    return PlatformChoice.parse(platform).in(reader, named).digest();
  }

  private static Digest of(String platform) {
    return Digests.of(image(platform));
  }

  @Test
  void aPlatformIsReadAsItIsWritten() {
    assertEquals(
        new Platform("linux", "arm64", "v8"), PlatformChoice.parse("linux/arm64/v8").platform());
    assertEquals(new Platform("linux", "386", ""), PlatformChoice.parse("linux/386").platform());
    assertEquals("linux/arm64/v8", PlatformChoice.parse("linux/arm64/v8").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "linux", "linux/", "Linux/amd64", "linux/amd64/v1/x", "a/b,c/d"})
  void whatIsNoneIsRefused(String wrong) {
    Problem problem =
        assertThrows(MooringException.class, () -> PlatformChoice.parse(wrong)).problem();
    assertEquals(Code.INVALID_VALUE, problem.code());
    assertEquals(wrong.contains(","), problem.why().contains("one platform"), problem.why());
  }

  @Test
  void withoutAVariantTheFirstOfTheArchitectureIsTaken() throws Exception {
    Manifest index = index("linux/arm/v6", "linux/arm/v7", "windows/arm", "linux/amd64");
    assertEquals(of("linux/arm/v6"), chosen(index, "linux/arm"));
    assertEquals(of("linux/arm/v7"), chosen(index, "linux/arm/v7"));
    assertEquals(of("windows/arm"), chosen(index, "windows/arm"));
    assertEquals(of("linux/amd64"), chosen(index, "linux/amd64"));
  }

  @Test
  void aSociIndexIsNoImageOfItsPlatform() throws Exception {
    Manifest both = index("linux/amd64", "linux/arm64");
    Map<String, Object> soci = Archives.descriptor(MediaTypes.OCI_MANIFEST, image("linux/arm64"));
    soci.put("platform", Map.of("os", "linux", "architecture", "amd64"));
    soci.put("artifactType", "application/vnd.amazon.soci.index.v2+json");
    soci.put(
        "annotations", Map.of("com.amazon.soci.image-manifest-digest", of("linux/amd64").text()));
    List<Object> children = List.of(soci, both.children().getFirst().raw().map());
    Manifest index =
        source.add(
            MediaTypes.OCI_INDEX, Archives.json(Map.of("schemaVersion", 2, "manifests", children)));
    assertEquals(of("linux/amd64"), chosen(index, "linux/amd64"));
  }

  @Test
  void whatIsNoIndexIsTheImage() throws Exception {
    Manifest image = source.add(MediaTypes.OCI_MANIFEST, image("x"));
    assertEquals(image.digest(), chosen(image, "linux/amd64"));
  }

  @Test
  void whatThereIsInsteadIsToldOnceAndWithoutAttestations() {
    Manifest index = index("linux/arm/v6", "linux/arm/v6", "unknown/unknown");
    Problem problem =
        assertThrows(MooringException.class, () -> chosen(index, "linux/arm/v7")).problem();
    assertEquals(Code.IMAGE_MISSING, problem.code());
    assertTrue(problem.whatToDo().endsWith("linux/arm/v6"), problem.whatToDo());
    assertEquals(
        problem.whatToDo().indexOf("linux/arm/v6"), problem.whatToDo().lastIndexOf("linux/arm/v6"));
    assertThrows(MooringException.class, () -> chosen(index, "unknown/unknown"));
  }

  @Test
  void anImageThatTheIndexOnlyNamesIsMissing() {
    Manifest index = index("linux/amd64");
    source.remove(of("linux/amd64"));
    Problem problem =
        assertThrows(MooringException.class, () -> chosen(index, "linux/amd64")).problem();
    assertEquals(Code.IMAGE_MISSING, problem.code());
  }
}
