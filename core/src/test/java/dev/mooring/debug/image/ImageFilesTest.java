package dev.mooring.debug.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.debug.image.MadeImage.Layer;
import dev.mooring.registry.Descriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageFilesTest {
  @TempDir Path directory;
  private final MadeImage image = new MadeImage();

  @Test
  void theUppermostLayerThatHasAFileCounts() throws Exception {
    image.with(new Layer().file("app/server", text("old")).file("etc/motd", text("hi")));
    image.with(new Layer().file("./app/server", text("new")));
    assertFound("/app/server", "new", "/app/server");
    assertEquals(1, image.opened.get());
    assertFound("/etc/motd", "hi", "etc//./motd");
    assertEquals(Optional.empty(), find("/app"));
    assertEquals(Optional.empty(), find("/app/server/more"));
  }

  @Test
  void linksAreFollowedInTheImageAlone() throws Exception {
    image.with(
        new Layer()
            .link("bin", "usr/bin")
            .link("usr/bin/python", "../../opt/python3.14")
            .hardLink("usr/bin/py", "opt/python3.14")
            .link("opt/app", "/../../../opt/./python3.14")
            .file("opt/python3.14", text("ELF")));
    for (String each : List.of("/bin/python", "/usr/bin/py", "/opt/app", "/../bin/../bin/python")) {
      assertFound("/opt/python3.14", "ELF", each);
    }
  }

  @Test
  void whatALayerTakesAwayIsGone() throws Exception {
    image.with(new Layer().file("a/one", text("1")).file("b/two", text("2")).file("c", text("3")));
    image.with(
        new Layer().file("a/.wh..wh..opq", text("")).file(".wh.b", text("")).file("d/e", text("")));
    assertEquals(Optional.empty(), find("/a/one"));
    assertEquals(Optional.empty(), find("/b/two"));
    assertFound("/c", "3", "/c");
  }

  @Test
  void linksInACircleEnd() throws Exception {
    image.with(new Layer().link("a", "b").link("b", "a").link("self", "self/self"));
    assertThrows(IOException.class, () -> find("/a"));
    assertThrows(IOException.class, () -> find("/self"));
  }

  @Test
  void aLinkThatLeadsOutOfTheImageReadsNothingOfThisComputer() throws Exception {
    Path secret = Files.write(directory.resolve("secret"), text("secret"));
    image.with(new Layer().link("app", "../../../../../.." + secret).link("abs", "" + secret));
    assertEquals(Optional.empty(), find("/app"));
    assertEquals(Optional.empty(), find("/abs"));
  }

  @Test
  void layersAreReadAsFarAsTheyMayBe() throws Exception {
    image.with(new Layer().file("wanted", text("x")));
    image.with(new Layer().file("zeros", new byte[8 << 20]));
    ImageFiles narrow = new ImageFiles(image, image.layers(), 4096);
    assertThrows(IOException.class, () -> narrow.find("/wanted", directory.resolve("file")));
    assertFound("/wanted", "x", "/wanted");
  }

  @Test
  void whatIsSkippedOfAnUnpackedLayerCountsAsRead() throws Exception {
    byte[] layer = new Layer().file("large", new byte[8 << 20]).file("wanted", text("x")).bytes();
    List<Descriptor> layers = List.of(image.blob("layer", layer));
    ImageFiles narrow = new ImageFiles(image, layers, 1 << 20);
    assertThrows(IOException.class, () -> narrow.find("/wanted", directory.resolve("file")));
  }

  @Test
  void whatIsNoLayerIsRefused() {
    for (byte[] each :
        List.of(
            new byte[0], text("no tar at all, but long enough"), new byte[] {0x1f, (byte) 0x8b})) {
      List<Descriptor> layers = List.of(image.blob("layer", each));
      try {
        assertEquals(
            Optional.empty(), new ImageFiles(image, layers).find("/x", directory.resolve("file")));
      } catch (IOException e) {
        // refused with the reason
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    byte[] negative = new Layer().file("x", text("y")).bytes();
    negative[124] = '-';
    List<Descriptor> damaged = List.of(image.blob("layer", negative));
    assertThrows(
        IOException.class,
        () -> new ImageFiles(image, damaged).find("/x", directory.resolve("file")));
  }

  @Test
  void aLayerByZstdThatIsDamagedIsRefused() {
    List<Descriptor> layers =
        List.of(image.blob("layer", new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 1, 2, 3}));
    assertThrows(
        IOException.class,
        () -> new ImageFiles(image, layers).find("/x", directory.resolve("file")));
  }

  private Optional<String> find(String path) throws Exception {
    return new ImageFiles(image, image.layers()).find(path, directory.resolve("file"));
  }

  private void assertFound(String name, String content, String path) throws Exception {
    assertEquals(Optional.of(name), find(path));
    assertArrayEquals(text(content), Files.readAllBytes(directory.resolve("file")));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
