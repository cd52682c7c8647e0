package dev.mooring.registry.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Layouts that are written: nothing half or false is ever taken for a part of one.
final class LayoutContentTest {
  private static final byte[] BYTES = "some layer of an image".repeat(5000).getBytes(UTF_8);
  private static final Descriptor BLOB = Descriptor.of("layer", Digests.of(BYTES), BYTES.length);
  private static final byte[] MANIFEST =
      Documents.jsonBytes(Document.of(Map.of("mediaType", MediaTypes.OCI_MANIFEST)));
  private static final byte[] INDEX = "{\"manifests\":[]}".getBytes(UTF_8);

  @TempDir private Path folder;

  private WritableContent make(String kind) throws IOException {
    return kind.equals("tar")
        ? TarContent.make(folder.resolve("layout.tar"))
        : FolderContent.make(folder.resolve("layout"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar", "folder"})
  void whatIsStoredIsThereAlsoForTheNextRun(String kind) throws Exception {
    List<Long> moved = new ArrayList<>();
    try (WritableContent content = make(kind)) {
      assertFalse(content.has(BLOB));
      assertEquals(OptionalLong.empty(), content.size(BLOB.digest()));
      content.store(BLOB, offset -> new ByteArrayInputStream(BYTES), moved::add);
      content.store(Digests.of(MANIFEST), MANIFEST);
      content.store(Digests.of(MANIFEST), MANIFEST);
      assertTrue(content.has(BLOB));
    }
    assertEquals(BYTES.length, moved.stream().mapToLong(each -> each).sum());
    try (WritableContent content = make(kind)) {
      assertTrue(content.has(BLOB));
      assertTrue(content.has(BLOB), "what was checked stays so");
      assertEquals(OptionalLong.of(BYTES.length), content.size(BLOB.digest()));
      assertFalse(content.has(Descriptor.of("layer", BLOB.digest(), BYTES.length - 1)));
      assertArrayEquals(MANIFEST, content.manifest(Digests.of(MANIFEST)).orElseThrow());
      assertEquals(Optional.empty(), content.manifest(Digests.of(INDEX)));
      try (var in = content.open(BLOB, 100)) {
        assertArrayEquals(Arrays.copyOfRange(BYTES, 100, BYTES.length), in.readAllBytes());
      }
      content.list(INDEX);
      content.finish(INDEX);
    }
    if (kind.equals("tar")) {
      try (FileChannel file = FileChannel.open(folder.resolve("layout.tar"))) {
        TarIndex tar = TarIndex.read(file);
        assertArrayEquals(INDEX, tar.small("index.json"));
        assertTrue(OciLayout.isIn(tar));
        assertArrayEquals(BYTES, tar.file(OciLayout.path(BLOB.digest())).orElseThrow().bytes());
      }
    } else {
      assertTrue(FolderContent.isLayout(folder.resolve("layout")));
      assertArrayEquals(INDEX, FolderContent.at(folder.resolve("layout")).index().orElseThrow());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar", "folder"})
  void contentOfAnotherDigestIsNotStored(String kind) throws Exception {
    byte[] other = BYTES.clone();
    other[other.length - 1] ^= 1;
    try (WritableContent content = make(kind)) {
      assertThrows(
          MooringException.class,
          () -> content.store(BLOB, offset -> new ByteArrayInputStream(other), moved -> {}));
      assertFalse(content.has(BLOB));
      content.store(BLOB, offset -> new ByteArrayInputStream(BYTES), moved -> {});
      assertTrue(content.has(BLOB));
    }
  }

  @Test
  void whatWasChangedOrCutOffIsNotTakenForABlob() throws Exception {
    Path layout = folder.resolve("layout");
    Path blob = layout.resolve(OciLayout.path(BLOB.digest()));
    try (WritableContent content = FolderContent.make(layout)) {
      content.store(BLOB, offset -> new ByteArrayInputStream(BYTES), moved -> {});
    }
    Path left = Files.writeString(blob.resolveSibling(".mooring-left.part"), "half");
    byte[] other = BYTES.clone();
    other[7] ^= 1;
    Files.write(blob, other);
    try (WritableContent content = FolderContent.make(layout)) {
      assertFalse(Files.exists(left), "what was cut off is cleared away");
      assertFalse(content.has(BLOB));
    }
    Files.write(blob, Arrays.copyOf(BYTES, 9));
    assertThrows(NoSuchFileException.class, () -> FolderContent.at(layout).open(BLOB, 0));
    Files.delete(blob);
    assertThrows(NoSuchFileException.class, () -> FolderContent.at(layout).open(BLOB, 0));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a right there")
  void linksOfAFolderAreNotFollowed() throws Exception {
    Path layout = folder.resolve("layout");
    Path secret = Files.write(folder.resolve("secret"), BYTES);
    FolderContent.make(layout).close();
    Path blob = layout.resolve(OciLayout.path(BLOB.digest()));
    Files.createSymbolicLink(blob, secret);
    FolderContent content = FolderContent.at(layout);
    assertFalse(content.has(BLOB));
    assertEquals(OptionalLong.empty(), content.size(BLOB.digest()));
    assertEquals(Optional.empty(), content.manifest(BLOB.digest()));
    assertThrows(NoSuchFileException.class, () -> content.open(BLOB, 0));
    Files.createSymbolicLink(layout.resolve("index.json"), secret);
    assertFalse(FolderContent.isLayout(layout));
    assertEquals(Optional.empty(), content.index());
  }

  @Test
  void aManifestBeyondFourMebibytesIsNone() throws Exception {
    Path layout = folder.resolve("layout");
    byte[] fits = new byte[FolderContent.LONGEST_MANIFEST];
    byte[] more = new byte[fits.length + 1];
    try (WritableContent content = FolderContent.make(layout)) {
      content.store(Digests.of(fits), fits);
      content.store(Digests.of(more), more);
      assertTrue(content.manifest(Digests.of(fits)).isPresent());
      assertEquals(Optional.empty(), content.manifest(Digests.of(more)));
    }
  }

  @Test
  void aListNamesItsImagesAndIsReadAsItWasWritten() {
    LayoutIndex index = new LayoutIndex("localhost:5000");
    Manifest manifest =
        Manifest.of(Document.of(Map.of("mediaType", MediaTypes.OCI_MANIFEST, "layers", List.of())));
    index.put("ana/app", "1", manifest);
    index.put("ana/app", "2", manifest);
    index.put("ana/application", "3", manifest);
    LayoutIndex read = LayoutIndex.read(index.json(), "localhost:5000");
    assertEquals(List.of("ana/app:1", "ana/app:2", "ana/application:3"), read.names());
    assertEquals(List.of("1", "2"), read.tags("ana/app"));
    assertEquals(manifest.digest(), read.get("ana/app", "1").orElseThrow().digest());
    assertEquals(Optional.empty(), read.get("ana/app", "3"));
    assertEquals(List.of(), read.nameless());
    assertTrue(new String(index.json(), UTF_8).contains("localhost:5000/ana/app:1"));
  }

  @Test
  void anImageIsNamedByEitherAnnotationAndOneWithoutIsKnownByItsDigest() {
    Digest digest = BLOB.digest();
    String entry =
        "{'mediaType':'%s','digest':'%s','size':1,'annotations':{%s}}"
            .formatted(MediaTypes.OCI_MANIFEST, digest.text(), "%s");
    String list =
        "{'manifests':["
            + String.join(
                ",",
                entry.formatted("'io.containerd.image.name':'docker.io/ana/app:1'"),
                entry.formatted("'org.opencontainers.image.ref.name':'bo/app:2'"),
                entry.formatted("'org.opencontainers.image.ref.name':'3'"),
                entry.formatted("'io.containerd.image.name':'A B','x':'y'"))
            + "]}";
    LayoutIndex read = LayoutIndex.read(list.replace('\'', '"').getBytes(UTF_8), "h");
    assertEquals(List.of("ana/app:1", "bo/app:2"), read.names());
    assertEquals(List.of(digest.text(), digest.text()), read.nameless());
    MooringException damaged =
        assertThrows(
            MooringException.class,
            () -> LayoutIndex.read("{\"manifests\":[{\"digest\":\"x\"}]}".getBytes(UTF_8), "h"));
    assertEquals(Code.ARCHIVE_INVALID, damaged.problem().code());
  }
}
