package dev.mooring.registry.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How much of a tar file's names is kept in memory.
final class TarIndexTest {
  private static final String LONGEST = "d/".repeat(2_047) + "ab";

  @TempDir private Path folder;
  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

  private TarIndexTest with(char kind, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    byte[] header = TarLayout.header("entry", bytes.length);
    header[156] = (byte) kind;
    byte[] spaces = "        ".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(spaces, 0, header, 148, 8);
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    byte[] digits = "%06o".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, header, 148, 6);
    tar.writeBytes(header);
    tar.writeBytes(bytes);
    tar.writeBytes(new byte[(512 - bytes.length % 512) % 512]);
    return this;
  }

  private TarIndex read() throws IOException {
    Path file = Files.write(folder.resolve("a.tar"), tar.toByteArray());
    tar.reset();
    try (FileChannel channel = FileChannel.open(file)) {
      return TarIndex.read(channel);
    }
  }

  private static String record(String field) {
    int length = field.length() + 2;
    while (String.valueOf(length).length() + field.length() + 2 != length) {
      length++;
    }
    return length + " " + field + "\n";
  }

  @Test
  void aPathIsAsLongAsAPathMayBeAndNoLonger() throws Exception {
    assertEquals(4_096, LONGEST.length());
    assertBounded(path -> path, 'L', '0');
    assertBounded(path -> path, 'K', '2');
    assertBounded(path -> record("path=" + path), 'x', '0');
    assertBounded(path -> record("linkpath=" + path), 'x', '1');
  }

  private void assertBounded(UnaryOperator<String> header, char kind, char entry)
      throws IOException {
    with(kind, header.apply(LONGEST)).with(entry, "").read();
    with(kind, header.apply(LONGEST + "c")).with(entry, "");
    MooringException failed = assertThrows(MooringException.class, this::read);
    assertEquals(Code.ARCHIVE_INVALID, failed.problem().code());
    assertTrue(failed.problem().why().contains("4096 bytes"), failed.problem().why());
  }

  @Test
  void allPathsTogetherAreBounded() {
    String name = "d".repeat(4_000);
    for (int i = 0; i < 4_500; i++) {
      with('L', name + i).with('0', "");
    }
    assertThrows(MooringException.class, this::read);
  }

  @Test
  void otherRecordsOfAHeaderMayBeLong() throws Exception {
    String note = record("SCHILY.xattr.user.note=" + "x".repeat(100_000));
    assertTrue(with('x', note + record("path=a")).with('0', "").read().has("a"));
  }
}
