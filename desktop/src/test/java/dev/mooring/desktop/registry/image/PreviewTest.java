package dev.mooring.desktop.registry.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// What is shown of files, which strangers wrote.
final class PreviewTest {
  private static Preview of(byte[] content) throws InterruptedException {
    return Preview.read("a", content.length, () -> new ByteArrayInputStream(content));
  }

  @Test
  void textIsShownWithoutWhatMovesTheCursorOrTurnsTheDirection() throws InterruptedException {
    assertEquals(
        new Preview.Text("a    b\n?[31mred ?", true),
        of("a\tb\n\u001b[31mred \u202e".getBytes(UTF_8)));
  }

  @Test
  void aLongTextIsCutAlsoInTheMiddleOfACharacter() throws InterruptedException {
    Preview.Text text =
        assertInstanceOf(Preview.Text.class, of("\u20ac\n".repeat(40_000).getBytes(UTF_8)));
    assertFalse(text.whole());
    assertTrue(text.text().length() <= Preview.TEXT);
  }

  @Test
  void aLineThatHasNoEndIsCut() throws InterruptedException {
    Preview.Text text = assertInstanceOf(Preview.Text.class, of("x".repeat(9_000).getBytes(UTF_8)));
    assertEquals("x".repeat(2_000) + "...", text.text());
  }

  @Test
  void otherBytesAreShownAsNumbers() throws InterruptedException {
    assertEquals(
        new Preview.Binary(
            "00000000  7f 45 4c 46 00 ff                                 .ELF..", true),
        of(HexFormat.of().parseHex("7f454c4600ff")));
  }

  @Test
  void aPictureThatSaysItIsHugeIsNotDecoded() throws InterruptedException {
    byte[] header = new byte[64];
    ByteBuffer.wrap(header)
        .put(HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452"))
        .putInt(50_000)
        .putInt(50_000);
    assertInstanceOf(Preview.Binary.class, of(header));
    ByteBuffer.wrap(header).position(16).putInt(-1).putInt(-1);
    assertInstanceOf(Preview.Binary.class, of(header));
  }

  @Test
  void theSizeOfAJpegIsFoundBehindItsOtherSegments() {
    assertEquals(
        new PictureSize(640, 480),
        PictureSize.of(
                HexFormat.of().parseHex("ffd8ffe00004abcdffc0001108" + "01e00280" + "03012200"))
            .orElseThrow());
    assertTrue(PictureSize.of(HexFormat.of().parseHex("ffd8ffe0ffffabcdffc000110801")).isEmpty());
    assertTrue(PictureSize.of(HexFormat.of().parseHex("ffd8ffe00000ffe00000ffe00000")).isEmpty());
  }

  @Test
  void anEmptyFileIsNotOpened() throws InterruptedException {
    assertEquals(
        new Preview.Empty(),
        Preview.read(
            "a",
            0,
            () -> {
              throw new IllegalStateException("opened");
            }));
  }

  @Test
  void aLayerThatCannotBeReadIsTold() throws IOException {
    InputStream broken = InputStream.nullInputStream();
    broken.close();
    assertEquals(
        Code.IMAGE_UNREADABLE,
        assertThrows(MooringException.class, () -> Preview.read("a", 10, () -> broken))
            .problem()
            .code());
  }
}
