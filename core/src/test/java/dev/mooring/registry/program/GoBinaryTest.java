package dev.mooring.registry.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.delve.DelveVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

public final class GoBinaryTest {
  private static final String INFO =
      """
      path\tlab.test/hello
      mod\tlab.test/hello\t(devel)\t
      dep\tgolang.org/x/text\tv0.3.0\th1:abc=
      build\t-gcflags="all=-N -l"
      build\t-trimpath=true
      build\tGOARCH=amd64
      """;

  @Test
  void readsVersionModuleAndFlagsOfAnOrdinaryProgram() throws Exception {
    byte[] file = elf("go1.26.8", INFO, ".debug_info", ".debug_addr");
    GoBinary binary = GoBinary.read(bytes(file)).orElseThrow();
    assertEquals("go1.26.8", binary.goVersion());
    assertEquals("lab.test/hello", binary.mainModule());
    assertEquals("lab.test/hello", binary.mainPackage());
    assertEquals("amd64", binary.settings().get("GOARCH"));
    assertEquals("amd64", binary.architecture());
    assertEquals("Go 1.26.8, DWARF 5, not optimized, -trimpath", binary.words());
  }

  @Test
  void namesTheModulesThatWereBuiltInAndWhatReplacedThem() throws Exception {
    String info =
        """
        mod\tlab.test/hello\tv1.2.0\th1:abc=
        dep\tgolang.org/x/text\tv0.3.0
        =>\texample.org/text\tv0.3.1\th1:abc=
        dep\tgolang.org/x/net\tv0.50.0\th1:abc=
        """;
    assertEquals(
        List.of(
            new GoModule("lab.test/hello", "v1.2.0"),
            new GoModule("example.org/text", "v0.3.1"),
            new GoModule("golang.org/x/net", "v0.50.0")),
        GoBinary.read(bytes(elf("go1.26.8", info))).orElseThrow().modules());
  }

  @Test
  void strippedProgramHasNoDebugInformation() throws Exception {
    GoBinary binary = GoBinary.read(bytes(elf("go1.24.1", ""))).orElseThrow();
    assertEquals("Go 1.24.1, no debug information, optimized", binary.words());
  }

  @Test
  void olderDebugInformationIsToldFromTheNew() throws Exception {
    GoBinary binary = GoBinary.read(bytes(elf("go1.22.1", "", ".zdebug_info"))).orElseThrow();
    assertEquals(4, binary.dwarf());
  }

  @Test
  void scriptsAndOtherProgramsAreNotGo() throws Exception {
    assertTrue(
        GoBinary.read(bytes("#!/bin/sh\necho hello\n".getBytes(StandardCharsets.UTF_8))).isEmpty());
    assertTrue(GoBinary.read(bytes(new byte[0])).isEmpty());
    byte[] c = elf("go1.26.8", INFO);
    int magic = indexOf(c, "Go buildinf:");
    c[magic] = 'X';
    assertTrue(GoBinary.read(bytes(c)).isEmpty());
  }

  @Test
  void everyTruncationIsReadWithoutFailing() throws Exception {
    byte[] file = elf("go1.26.8", INFO, ".debug_info");
    for (int length = 0; length < file.length; length++) {
      GoBinary.read(bytes(Arrays.copyOf(file, length)));
    }
  }

  @Test
  void everyWrongByteIsReadWithoutFailingAndInBoundedReads() throws Exception {
    byte[] file = elf("go1.26.8", INFO, ".debug_info");
    Random random = new Random(20261124);
    for (int round = 0; round < 20_000; round++) {
      byte[] broken = file.clone();
      for (int i = 0; i < 4; i++) {
        int limit = random.nextBoolean() ? 64 : broken.length;
        broken[random.nextInt(limit)] = (byte) random.nextInt(256);
      }
      GoBinary.read(bytes(broken));
    }
  }

  @Test
  void hugeLengthsInTheBuildInformationMeanNothingIsKnown() throws Exception {
    byte[] file = elf("go1.26.8", INFO);
    int version = indexOf(file, "go1.26.8");
    file[version - 1] = (byte) 0xff;
    file[version] = (byte) 0xff;
    GoBinary binary = GoBinary.read(bytes(file)).orElseThrow();
    assertEquals("", binary.goVersion());
    assertEquals(java.util.Map.of(), binary.settings());
  }

  @Test
  void delveObjectsToGoOutsideItsWindow() {
    DelveVersion delve =
        DelveVersion.parse("Delve Debugger\nVersion: 1.27.2\nBuild: $Id$").orElseThrow();
    assertTrue(delve.objection("go1.26.8").isEmpty());
    assertTrue(delve.objection("go1.25").isEmpty());
    assertTrue(delve.objection("go1.24.9").orElseThrow().why().contains("requires Go 1.25"));
    assertTrue(delve.objection("go1.28rc1").orElseThrow().whatToDo().contains("Delve 1.28"));
    assertTrue(delve.objection("").isPresent());
    assertTrue(DelveVersion.parse("sh: dlv: not found").isEmpty());
  }

  private static RandomBytes bytes(byte[] file) {
    return (offset, length) -> {
      assertTrue(offset >= 0);
      assertTrue(length >= 0 && length <= ElfFile.LARGEST_READ);
      if (offset > file.length) {
        return new byte[0];
      }
      int end = (int) Math.min(file.length, offset + length);
      return Arrays.copyOfRange(file, (int) offset, end);
    };
  }

  /// A 64-bit little-endian file with build information and empty-looking debug sections.
  public static byte[] elf(String version, String info, String... debug) throws IOException {
    ByteArrayOutputStream build = new ByteArrayOutputStream();
    build.write(0xff);
    build.writeBytes(" Go buildinf:".getBytes(StandardCharsets.US_ASCII));
    build.write(8);
    build.write(2);
    build.writeBytes(new byte[16]);
    string(build, version.getBytes(StandardCharsets.UTF_8));
    byte[] text = info.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream marked = new ByteArrayOutputStream();
    marked.writeBytes(new byte[16]);
    marked.writeBytes(text);
    marked.writeBytes(new byte[16]);
    string(build, text.length == 0 ? new byte[0] : marked.toByteArray());

    List<String> names = new java.util.ArrayList<>(List.of("", ".shstrtab", ".go.buildinfo"));
    names.addAll(List.of(debug));
    ByteArrayOutputStream strings = new ByteArrayOutputStream();
    int[] at = new int[names.size()];
    for (int i = 0; i < at.length; i++) {
      at[i] = strings.size();
      strings.writeBytes((names.get(i) + "\0").getBytes(StandardCharsets.US_ASCII));
    }
    int stringsAt = 64 + build.size();
    int table = stringsAt + strings.size();
    ByteBuffer file = ByteBuffer.allocate(table + 64 * at.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    file.putShort(18, (short) 62);
    file.putLong(40, table);
    file.putShort(58, (short) 64);
    file.putShort(60, (short) at.length);
    file.putShort(62, (short) 1);
    file.put(64, build.toByteArray());
    file.put(stringsAt, strings.toByteArray());
    for (int i = 1; i < at.length; i++) {
      int header = table + 64 * i;
      file.putInt(header, at[i]);
      file.putInt(header + 4, 1);
      file.putLong(header + 24, i == 1 ? stringsAt : 64);
      file.putLong(header + 32, i == 1 ? strings.size() : i == 2 ? build.size() : 4);
    }
    return file.array();
  }

  private static void string(ByteArrayOutputStream out, byte[] text) {
    int length = text.length;
    while (length >= 0x80) {
      out.write(length | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.writeBytes(text);
  }

  private static int indexOf(byte[] file, String text) {
    return new String(file, StandardCharsets.ISO_8859_1).indexOf(text);
  }
}
