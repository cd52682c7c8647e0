package dev.mooring.registry.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.program.GoBinaryTest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImagePackagesTest {
  private static final int PROGRAM = 512 * 1024;

  @Test
  void apkNamesWhatItInstalled() throws Exception {
    assertEquals(
        List.of("apk musl 1.2.5-r0 x86_64", "apk busybox 1.36.1-r29 x86_64"),
        words(
            "lib/apk/db/installed",
            """
            C:Q1abc=
            P:musl
            V:1.2.5-r0
            A:x86_64
            F:lib
            R:libc.so

            P:busybox
            V:1.36.1-r29
            A:x86_64
            """));
  }

  @Test
  void dpkgNamesWhatIsInstalledAndNotWhatWasRemoved() throws Exception {
    assertEquals(
        List.of("deb bash 5.2.15-2+b2 amd64"),
        words(
            "var/lib/dpkg/status",
            """
            Package: bash
            Status: install ok installed
            Architecture: amd64
            Version: 5.2.15-2+b2
            Description: GNU Bourne Again SHell
             Version: 9 is no field here
             .

            Package: nano
            Status: deinstall ok config-files
            Architecture: amd64
            Version: 7.2-1
            """));
  }

  @Test
  void imagesWithAFileForEachPackageOfDpkgAreRead() throws Exception {
    assertEquals(
        List.of("deb libc6 2.36-9 amd64"),
        words(
            "var/lib/dpkg/status.d/libc6",
            "Package: libc6\nVersion: 2.36-9\nArchitecture: amd64\n"));
    assertFalse(ImagePackages.mayName(file("var/lib/dpkg/status.d/libc6.md5sums", 10, 0644)));
  }

  @Test
  void rpmNamesWhatIsInItsDatabaseOfSqlite() throws Exception {
    for (String path : List.of("var/lib/rpm/rpmdb.sqlite", "usr/lib/sysimage/rpm/rpmdb.sqlite")) {
      PackageList list = of(Map.of(path, RpmFixture.bytes()));
      assertEquals(List.of(), list.unread());
      assertEquals(12, list.packages().size());
      assertEquals(
          new InstalledPackage(InstalledPackage.Kind.RPM, "lib03", "1:1.3-4.el9", "x86_64", path),
          list.packages().get(3));
      assertEquals("lib11", list.packages().get(11).name());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "var/lib/rpm/Packages",
        "usr/lib/sysimage/rpm/Packages.db",
        "var/lib/rpm/rpmdb.sqlite-wal"
      })
  void aDatabaseThatIsNotReadIsSaid(String path) throws Exception {
    PackageList list = of(Map.of(path, new byte[100]));
    assertEquals(List.of(path), list.unread().stream().map(PackageList.Unread::path).toList());
  }

  @Test
  void goProgramsNameTheirModules() throws Exception {
    byte[] program =
        Arrays.copyOf(
            GoBinaryTest.elf(
                "go1.26.8", "mod\tshop/app\tv1.4.0\ndep\tgolang.org/x/text\tv0.3.0\th1:a=\n"),
            PROGRAM);
    PackageList list = of(Map.of("usr/bin/app", program));
    assertEquals(
        List.of(
            "go stdlib 1.26.8 amd64",
            "go shop/app v1.4.0 amd64",
            "go golang.org/x/text v0.3.0 amd64"),
        list.packages().stream().map(ImagePackagesTest::words).toList());
  }

  @Test
  void aProgramThatNeedsALoaderAndIsNotOfGoIsNotReadToItsEnd() throws Exception {
    byte[] program = new byte[PROGRAM];
    byte[] start = {0x7f, 'E', 'L', 'F', 2, 1, 1};
    System.arraycopy(start, 0, program, 0, start.length);
    program[32] = 64;
    program[54] = 56;
    program[56] = 1;
    program[64] = 3;
    ByteArrayInputStream content = new ByteArrayInputStream(program);
    PackageList list =
        ImagePackages.of(List.of(file("usr/bin/cc", PROGRAM, 0755)), each -> content);
    assertEquals(List.of(), list.packages());
    assertTrue(content.available() > PROGRAM - 64 * 1024);
  }

  @Test
  void whatIsNoDatabaseIsUnreadAndNotEmpty() throws Exception {
    PackageList list = of(Map.of("var/lib/rpm/rpmdb.sqlite", "hello".repeat(99).getBytes(UTF_8)));
    assertEquals(1, list.unread().size());
    assertEquals("it can't be read: no SQLite file", list.unread().getFirst().why());
  }

  @Test
  void aContentThatCannotBeReadIsUnread() throws Exception {
    InputStream closed = InputStream.nullInputStream();
    closed.close();
    PackageList list =
        ImagePackages.of(List.of(file("lib/apk/db/installed", 10, 0644)), each -> closed);
    assertEquals("it can't be read: Stream closed", list.unread().getFirst().why());
  }

  @Test
  void everyWrongByteOfADatabaseIsReadWithoutAFault() throws Exception {
    byte[] sound = RpmFixture.bytes();
    java.util.Random random = new java.util.Random(20261127);
    for (int round = 0; round < 1000; round++) {
      byte[] broken = sound.clone();
      for (int i = 0; i < 3; i++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      PackageList list = of(Map.of("var/lib/rpm/rpmdb.sqlite", broken));
      assertTrue(list.packages().size() <= 12);
    }
  }

  @Test
  void namesOfPackagesHoldNoControlCharacters() throws Exception {
    assertEquals(
        List.of("apk a [2J b 1 "), words("lib/apk/db/installed", "P:a\u001b[2J\u202eb\nV:1\n"));
  }

  @Test
  void theDistributionIsRead() throws Exception {
    String text = "# a comment\nID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian 12\"\n";
    assertEquals(
        new OperatingSystem("debian", "12", "Debian 12"),
        OperatingSystem.read(new ByteArrayInputStream(text.getBytes(UTF_8))).orElseThrow());
    assertTrue(OperatingSystem.read(new ByteArrayInputStream(new byte[9])).isEmpty());
  }

  private static List<String> words(String path, String text) throws Exception {
    PackageList list = of(Map.of(path, text.getBytes(UTF_8)));
    assertEquals(List.of(), list.unread());
    return list.packages().stream().map(ImagePackagesTest::words).toList();
  }

  private static String words(InstalledPackage each) {
    return String.join(" ", each.kind().id(), each.name(), each.version(), each.architecture());
  }

  private static PackageList of(Map<String, byte[]> contents) throws Exception {
    Map<LayerEntry, byte[]> files = new LinkedHashMap<>();
    contents.forEach((path, content) -> files.put(file(path, content.length, 0755), content));
    return ImagePackages.of(
        files.keySet(), each -> new ByteArrayInputStream(files.getOrDefault(each, new byte[0])));
  }

  private static LayerEntry file(String path, long size, int mode) {
    return new LayerEntry(path, LayerEntry.Kind.FILE, size, mode, 0, 0, 0, "", 0);
  }
}
